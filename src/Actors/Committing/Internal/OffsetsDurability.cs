using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Letters;

namespace Akka.Events.Committing.Internal;

/// <summary>Nothing but the group's offsets in Kafka, which follow from what is finished: at least once.</summary>
/// <param name="letters">Where dead letters go: a record is finished behind its own.</param>
internal sealed class OffsetsDurability(LetterPost letters) : Durability
{
    public override Props Committer(int shard, CommittedPartition? partition) => Props.Create(() => new OffsetsCommitter());

    public override Task Save(Effects effects) => letters.Send(effects.Letter!);
}
