using Akka.Actor;

namespace Akka.Events.Bench.Runtime;

internal sealed class IdleWorkload : IWorkload
{
    public string Name => "idle";

    public string Description => "What an idle actor without state weighs on the heap, its parent's books included.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var actors = options.Count("--actors", "How many there are.", 200_000);
        return (arguments, result, _) => ActorSystems.UseAsync(async system =>
        {
            var count = arguments.GetValue(actors);
            await CreateAsync(system, 1000);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var measure = await Measure.OfAsync(() => CreateAsync(system, count));
            var bytes = (double)(GC.GetTotalMemory(forceFullCollection: true) - before) / count;
            result.Measured(count, measure.Elapsed).Set("actors", count).Set("bytes_per_actor", Math.Round(bytes));
        });
    }

    private static async Task CreateAsync(ActorSystem system, int count)
    {
        var parent = system.ActorOf(Props.Create(() => new Parent(count)));
        await parent.Ask<int>("ready?", TimeSpan.FromMinutes(1));
    }

    private sealed class Parent(int children) : UntypedActor
    {
        private int _answers;
        private IActorRef? _asker;

        protected override void OnReceive(object message)
        {
            if (message is int)
            {
                if (++_answers == children) _asker!.Tell(children);
                return;
            }
            _asker = Sender;
            var props = Props.Create(() => new Idle());
            for (var i = 0; i < children; i++) Context.ActorOf(props).Tell("ready?");
        }
    }

    private sealed class Idle : UntypedActor
    {
        private static readonly object Ready = 1;

        protected override void OnReceive(object message) => Sender.Tell(Ready);
    }
}
