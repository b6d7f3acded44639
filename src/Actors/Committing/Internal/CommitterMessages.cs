using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.Transactions;

namespace Akka.Events.Committing.Internal;

// Between a shard and its committer, which is the shard's child. One batch is under way at a time.

/// <summary>
/// To the shard, once, before anything else: what is already finished, and the state events that no checkpoint holds yet.
/// </summary>
/// <param name="Finished">What is finished.</param>
/// <param name="StoredStates">Whether a checkpoint holds states that the tail comes on top of.</param>
/// <param name="SequenceNr">Sequence number of the last row.</param>
/// <param name="Tail">The state events.</param>
internal sealed record ShardRecovered(FinishedRecords Finished, bool StoredStates, long SequenceNr, JournalTail Tail)
{
    /// <summary>What each record of the shard is handled under; null where nothing has to be.</summary>
    public PartitionOwner? Owner { get; init; }
}

/// <summary>To the committer: make these effects durable, together.</summary>
internal sealed record CommitBatch(IReadOnlyList<Effects> Effects) : INoSerializationVerificationNeeded
{
    /// <summary>
    /// Handlers that have been given a topic's first record, and where its reading began: of those that have finished nothing it has to be
    /// known that they have begun.
    /// </summary>
    public IReadOnlyList<(HandledTopic Handled, long Start)> Begun { get; init; } = [];
}

/// <summary>To the shard: the batch that is under way is durable.</summary>
internal sealed record BatchCommitted(long SequenceNr, int Bytes);

/// <summary>To the shard: what keeps the committer from working. It goes away with <see cref="ShardRecovered"/>.</summary>
/// <param name="What">What it is.</param>
/// <param name="Of">What has it: the shard's journal, or its database.</param>
internal sealed record CommitterTrouble(string What, string Of = "journal");

/// <summary>To the committer: a checkpoint of everything up to a sequence number begins; keep the batches behind it.</summary>
internal sealed record CheckpointBegun(long SequenceNr);

/// <summary>To the committer: the changed states up to a sequence number are stored; save a snapshot.</summary>
internal sealed record CheckpointWritten(long SequenceNr);

/// <summary>To the shard: the snapshot is saved, or why not.</summary>
internal sealed record CheckpointEnded(long SequenceNr, Exception? Failure) : INoSerializationVerificationNeeded;
