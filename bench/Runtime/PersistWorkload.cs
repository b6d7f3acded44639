using Akka.Actor;
using Akka.Persistence;

namespace Akka.Events.Bench.Runtime;

internal sealed class PersistWorkload : IWorkload
{
    private const string InMemory = """
        akka.persistence {
          journal.plugin = "akka.persistence.journal.inmem"
          snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        }
        """;

    private static readonly object Event = new();

    public string Name => "persist";

    public string Description => "Events persisted in memory: from the first command to the last event's handler.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var actors = options.Count("--actors", "How many persistent actors.", 1);
        var batch = options.Count("--batch", "Events persisted at once (PersistAll); 1 is Persist.", 100);
        var async = options.Flag("--async", "PersistAsync in place of Persist, PersistAllAsync in place of PersistAll.");
        var records = options.Count("--records", "Events in a round.", 300_000);
        var rounds = options.Count("--rounds", "Rounds, of which the median counts.", 3);
        return async (arguments, result, _) =>
        {
            var (a, b) = (arguments.GetValue(actors), arguments.GetValue(batch));
            var commands = Math.Max(1, arguments.GetValue(records) / a / b);
            var round = 0;
            // Each round has a system of its own: the in-memory journal only grows.
            var median = await Measure.MedianAsync(arguments.GetValue(rounds), () => ActorSystems.UseAsync(async system =>
            {
                round++;
                var done = new CountDown(a);
                var refs = Enumerable.Range(0, a).Select(i => system.ActorOf(
                    Props.Create(() => new Account($"{round}-{i}", arguments.GetValue(async), b, commands, done)))).ToArray();
                for (var i = 0; i < commands; i++)
                    foreach (var actor in refs) actor.Tell(Event, ActorRefs.NoSender);
                await done.Done;
            }, InMemory));
            result.Measured((long)a * b * commands, median.Elapsed).Set("cpu_seconds", Math.Round(median.Cpu.TotalSeconds, 2))
                .Set("actors", a).Set("batch", b).Set("async", arguments.GetValue(async));
        };
    }

    private sealed class Account(string id, bool async, int batch, int commands, CountDown done) : UntypedPersistentActor
    {
        private readonly object[] _events = Enumerable.Repeat(Event, batch).ToArray();
        private int _left = commands * batch;

        public override string PersistenceId => id;

        protected override void OnCommand(object message)
        {
            switch (async, batch)
            {
                case (false, 1): Persist(message, Handle); break;
                case (true, 1): PersistAsync(message, Handle); break;
                case (false, _): PersistAll(_events, Handle); break;
                default: PersistAllAsync(_events, Handle); break;
            }
        }

        protected override void OnRecover(object message)
        {
        }

        private void Handle(object persisted)
        {
            if (--_left == 0) done.Signal();
        }
    }
}
