using Akka.Actor;

namespace Akka.Events.Bench.Runtime;

internal sealed class MillionWorkload : IWorkload
{
    private static readonly object Message = new();

    public string Name => "million";

    public string Description => "Actors created, told once and stopped: from the first ActorOf to the last PostStop.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var actors = options.Count("--actors", "How many.", 1_000_000);
        return (arguments, result, _) => ActorSystems.UseAsync(async system =>
        {
            var count = arguments.GetValue(actors);
            var (told, stopped) = (new CountDown(count), new CountDown(count));
            var measure = await Measure.OfAsync(async () =>
            {
                var parent = system.ActorOf(Props.Create(() => new Parent(count, told, stopped)));
                await told.Done;
                system.Stop(parent);
                await stopped.Done;
            });
            result.Measured(count, measure.Elapsed).Set("actors", count);
        });
    }

    private sealed class Parent(int children, CountDown told, CountDown stopped) : UntypedActor
    {
        protected override void PreStart()
        {
            var props = Props.Create(() => new Child(told, stopped));
            for (var i = 0; i < children; i++) Context.ActorOf(props).Tell(Message);
        }

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class Child(CountDown told, CountDown stopped) : UntypedActor
    {
        protected override void OnReceive(object message) => told.Signal();

        protected override void PostStop() => stopped.Signal();
    }
}
