using Akka.Actor;

namespace Akka.Events.Bench.Runtime;

internal sealed class RingWorkload : IWorkload
{
    private static readonly object Token = new();

    public string Name => "ring";

    public string Description => "Tokens passed round a ring of actors; a record is one hop.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var actors = options.Count("--actors", "How many make the ring.", 10_000);
        var tokens = options.Count("--concurrency", "How many tokens go round at once.", 100);
        var records = options.Count("--records", "Hops in a round.", 5_000_000);
        var rounds = options.Count("--rounds", "Rounds, of which the median counts.", 5);
        return (arguments, result, _) => ActorSystems.UseAsync(async system =>
        {
            var (size, inFlight, hops) = (arguments.GetValue(actors), arguments.GetValue(tokens), arguments.GetValue(records));
            var progress = new Progress();
            var ring = Enumerable.Range(0, size).Select(_ => system.ActorOf(Props.Create(() => new Link(progress)))).ToArray();
            for (var i = 0; i < size; i++) ring[i].Tell(ring[(i + 1) % size], ActorRefs.NoSender);

            var median = await Measure.MedianAsync(arguments.GetValue(rounds), async () =>
            {
                var done = progress.Start(hops, inFlight);
                for (var i = 0; i < inFlight; i++) ring[(int)((long)i * size / inFlight)].Tell(Token, ActorRefs.NoSender);
                await done;
            });
            result.Measured(hops, median.Elapsed).Set("cpu_seconds", Math.Round(median.Cpu.TotalSeconds, 2))
                .Set("actors", size).Set("concurrency", inFlight);
        });
    }

    /// <summary>Ends the round when all tokens have been taken out of the ring.</summary>
    private sealed class Progress
    {
        private long _left;
        private CountDown _tokens = new(0);

        public Task Start(long hops, int tokens)
        {
            _left = hops;
            _tokens = new CountDown(tokens);
            return _tokens.Done;
        }

        public bool GoesOn()
        {
            if (Interlocked.Decrement(ref _left) >= 0) return true;
            _tokens.Signal();
            return false;
        }
    }

    private sealed class Link(Progress progress) : UntypedActor
    {
        private IActorRef? _next;

        protected override void OnReceive(object message)
        {
            if (message is IActorRef next) _next = next;
            else if (progress.GoesOn()) _next!.Tell(message, ActorRefs.NoSender);
        }
    }
}
