using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;

namespace Akka.Events.Committing.Internal.Snapshots;

/// <summary>
/// A shard's checkpoint: all that is finished as of its own sequence number, and the batches after the last one whose states are all in the
/// state table. So the snapshot may be saved while handling goes on: recovery folds <see cref="Tail"/>, then what the journal has beyond
/// it.
/// </summary>
/// <param name="StatesThrough">Sequence number of the last batch whose changes are all in the state table.</param>
/// <param name="StoredStates">False while nothing has ever been stored for the shard: states need not be looked for.</param>
/// <param name="Finished">Finished records as of the snapshot.</param>
/// <param name="Tail">Batches between <paramref name="StatesThrough"/> and the snapshot, with their sequence numbers.</param>
/// <param name="History">Earlier checkpoints (sequence number, Unix milliseconds) that journal rows are still kept for.</param>
/// <param name="Incarnation">Which of the shard's journals it is of.</param>
internal sealed record ShardSnapshot(
    long StatesThrough,
    bool StoredStates,
    FinishedRecords Finished,
    IReadOnlyList<(long SequenceNr, JournalBatch Batch)> Tail,
    IReadOnlyList<(long SequenceNr, long At)> History,
    long Incarnation)
{
    /// <inheritdoc cref="OwnerMarker.Begun"/>
    public long Begun { get; init; }

    /// <summary>What is not known to be sent, as of the snapshot.</summary>
    public IReadOnlyList<OutgoingRow> Unsent { get; init; } = [];

    /// <summary>The shard's last owners, each by its tag and with the sequence number of its first row.</summary>
    public IReadOnlyList<(int Owner, long SequenceNr)> Owners { get; init; } = [];
}
