using Akka.Actor;

namespace Akka.Events.Bench.Runtime;

/// <summary>
/// The way of an event through a handler shard, bare: the parent finds the children of a batch by their keys, as a handler shard does before
/// it starts any, tells each its record, and gets a reply.
/// </summary>
internal sealed class ShardChildrenWorkload : IWorkload
{
    public string Name => "shard-children";

    public string Description => "A shard actor hands each record to one of its children and gets a reply for each.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var actors = options.Count("--actors", "How many children there are, created before the measured time.", 100_000);
        var records = options.Count("--records", "Records in a round.", 1_000_000);
        var batch = options.Count("--batch", "How many records the shard hands out before it takes replies.", 1000);
        var rounds = options.Count("--rounds", "Rounds, of which the median counts.", 5);
        return (arguments, result, _) => ActorSystems.UseAsync(async system =>
        {
            var (children, count) = (arguments.GetValue(actors), arguments.GetValue(records));
            var random = new Random(1);
            var keys = Enumerable.Range(0, children).Select(i => $"k{i:0000000}").ToArray();
            var run = Enumerable.Range(0, count).Select(i => new Record(keys[random.Next(children)], i)).ToArray();
            var shard = system.ActorOf(Props.Create(() => new Shard(arguments.GetValue(batch))));

            var create = await Measure.OfAsync(() => shard.Ask<Done>(keys, TimeSpan.FromMinutes(1)));
            var median = await Measure.MedianAsync(arguments.GetValue(rounds), () => shard.Ask<Done>(run, TimeSpan.FromMinutes(1)));
            result.Measured(count, median.Elapsed).Set("cpu_seconds", Math.Round(median.Cpu.TotalSeconds, 2))
                .Set("actors", children).Set("create_seconds", Math.Round(create.Elapsed.TotalSeconds, 3));
        });
    }

    private sealed record Record(string Key, int Number);

    private sealed class Shard(int batch) : UntypedActor
    {
        private readonly Dictionary<string, IActorRef> _children = [];
        private readonly List<IActorRef> _found = [];
        private Record[] _run = [];
        private IActorRef? _asker;
        private int _next;
        private int _replies;
        private int _expected;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Record:
                    Reply();
                    break;
                case Record[] run:
                    (_run, _asker, _next, _replies, _expected) = (run, Sender, 0, 0, run.Length);
                    HandOut(batch * 2);
                    break;
                case string[] keys:
                    (_asker, _replies, _expected) = (Sender, 0, keys.Length);
                    var props = Props.Create(() => new Child());
                    foreach (var key in keys) (_children[key] = Context.ActorOf(props)).Tell(new Record(key, 0));
                    break;
            }
        }

        private void Reply()
        {
            _replies++;
            if (_replies == _expected) _asker!.Tell(Done.Instance);
            else if (_replies % batch == 0) HandOut(batch);
        }

        private void HandOut(int count)
        {
            var batch = _run.AsSpan(_next, Math.Min(count, _run.Length - _next));
            foreach (var record in batch) _found.Add(_children[record.Key]);
            for (var i = 0; i < batch.Length; i++) _found[i].Tell(batch[i]);
            _found.Clear();
            _next += batch.Length;
        }
    }

    private sealed class Child : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }
}
