using Akka.Actor;

namespace Akka.Events.Committing.Internal;

/// <summary>Nothing but the group's offsets in Kafka, which follow from what is finished: at least once.</summary>
internal sealed class OffsetsDurability : Durability
{
    public override Props Committer(int shard, CommittedPartition? partition) => Props.Create(() => new OffsetsCommitter());
}
