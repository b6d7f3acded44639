using Akka.Actor;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Simulation.Machine;

namespace Akka.Events.Simulation.Faults;

/// <summary>
/// Puts a fault back: the shard reads the committer's own finished records while a commit enters others into them. What a reader on another
/// thread then sees, a list whose ranges are on their way from one place to the next, stays for as long as the commit.
/// </summary>
internal sealed class SharedFinished(Durability durability, World world) : Durability
{
    public override Props Committer(int shard, CommittedPartition? partition)
    {
        var committer = durability.Committer(shard, partition);
        return Props.Create(() => new Between(committer, world));
    }

    public override Task Save(Effects effects) => durability.Save(effects);

    // Between a shard and its committer.
    private sealed class Between : UntypedActor
    {
        private readonly World _world;
        private readonly IActorRef _committer;
        private readonly Dictionary<HandledTopic, FinishedOffsets> _whole = [];
        private FinishedRecords _shared = new();

        public Between(Props committer, World world)
        {
            _world = world;
            _committer = Context.Watch(Context.ActorOf(committer));
        }

        protected override void OnReceive(object message)
        {
            if (message is ShardRecovered recovered) _shared = recovered.Finished;
            else if (message is CommitBatch) Tear();
            else if (message is BatchCommitted) Mend();
            if (message is Terminated) Context.Stop(Self);
            else if (Sender.Equals(_committer)) Context.Parent.Tell(message, Self);
            else _committer.Tell(message, Self);
        }

        private void Tear()
        {
            foreach (var (handled, offsets) in _shared.All.Where(finished => finished.Value.Above.Count > 0).ToArray())
            {
                _whole.Add(handled, offsets);
                var ranges = offsets.Above.ToList();
                ranges.RemoveAt(_world.Random.Next(ranges.Count));
                _shared.Set(handled, new FinishedOffsets(offsets.Watermark, ranges));
            }
        }

        private void Mend()
        {
            foreach (var (handled, offsets) in _whole) _shared.Set(handled, offsets);
            _whole.Clear();
        }
    }
}
