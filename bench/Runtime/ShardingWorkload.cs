using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Akka.Events.Bench.Runtime;

internal sealed class ShardingWorkload : IWorkload
{
    private const string OneMember = """
        akka {
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = localhost, port = 8119 }
          cluster.sharding { state-store-mode = ddata, buffer-size = 10000000 }
        }
        """;

    public string Name => "sharding";

    public string Description => "Ready-made envelopes through region and shard to entities, started before.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var actors = options.Count("--actors", "How many entities.", 1000);
        var records = options.Count("--records", "Messages in a round.", 1_000_000);
        var rounds = options.Count("--rounds", "Rounds, of which the median counts.", 5);
        return (arguments, result, cancellation) => ActorSystems.UseAsync(async system =>
        {
            var (entities, turns) = (arguments.GetValue(actors), Math.Max(1, arguments.GetValue(records) / arguments.GetValue(actors)));
            var cluster = Akka.Cluster.Cluster.Get(system);
            await cluster.JoinAsync(cluster.SelfAddress, cancellation);
            var region = await ClusterSharding.Get(system).StartAsync(
                "counters", _ => Props.Create(() => new Counter()), ClusterShardingSettings.Create(system),
                HashCodeMessageExtractor.Create(100, message => message as string));
            var envelopes = Enumerable.Range(0, entities).Select(i => new ShardingEnvelope($"k{i:0000000}", turns)).ToArray();

            long allocated = 0;
            var median = await Measure.MedianAsync(arguments.GetValue(rounds), async () =>
            {
                var done = new CountDown(entities);
                foreach (var envelope in envelopes) region.Tell(new ShardingEnvelope(envelope.EntityId, done), ActorRefs.NoSender);
                var before = GC.GetTotalAllocatedBytes();
                for (var turn = 0; turn < turns; turn++)
                    foreach (var envelope in envelopes) region.Tell(envelope, ActorRefs.NoSender);
                await done.Done;
                allocated = GC.GetTotalAllocatedBytes() - before;
            });
            var count = (long)turns * entities;
            result.Measured(count, median.Elapsed).Set("cpu_seconds", Math.Round(median.Cpu.TotalSeconds, 2))
                .Set("actors", entities).Set("bytes_per_record", Math.Round((double)allocated / count));
        }, OneMember);
    }

    private sealed class Counter : UntypedActor
    {
        private CountDown? _done;
        private int _seen;

        protected override void OnReceive(object message)
        {
            if (message is CountDown done) (_done, _seen) = (done, 0);
            else if (++_seen == (int)message) _done!.Signal();
        }
    }
}
