using Akka.Actor;

namespace Akka.Events.Bench.Runtime;

internal sealed class CreateWorkload : IWorkload
{
    public string Name => "create";

    public string Description => "Creating actors: from the first ActorOf to the last PreStart.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var actors = options.Count("--actors", "How many are created in a round.", 100_000);
        var rounds = options.Count("--rounds", "Rounds, of which the median counts.", 5);
        return (arguments, result, _) => ActorSystems.UseAsync(async system =>
        {
            var count = arguments.GetValue(actors);
            var median = await Measure.MedianAsync(arguments.GetValue(rounds), async () =>
            {
                var started = new CountDown(count);
                system.ActorOf(Props.Create(() => new Parent(count, started)));
                await started.Done;
            });
            result.Measured(count, median.Elapsed).Set("cpu_seconds", Math.Round(median.Cpu.TotalSeconds, 2)).Set("actors", count);
        });
    }

    private sealed class Parent(int children, CountDown started) : UntypedActor
    {
        protected override void PreStart()
        {
            var props = Props.Create(() => new Child(started));
            for (var i = 0; i < children; i++) Context.ActorOf(props);
        }

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class Child(CountDown started) : UntypedActor
    {
        protected override void PreStart() => started.Signal();

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
