using Akka.Actor;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Replay;

namespace Akka.Events.Committing.Internal;

/// <summary>
/// The committer of groups without state: a finished record is done, and what may be committed to Kafka follows from that. At least once.
/// </summary>
internal sealed class OffsetsCommitter : UntypedActor
{
    protected override void PreStart() =>
        Context.Parent.Tell(new ShardRecovered(new FinishedRecords(), StoredStates: false, SequenceNr: 0, new JournalTail()));

    protected override void OnReceive(object message)
    {
        if (message is CommitBatch) Sender.Tell(new BatchCommitted(0, 0));
        else Unhandled(message);
    }
}
