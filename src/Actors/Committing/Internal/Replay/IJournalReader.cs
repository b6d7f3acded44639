using Akka.Events.Committing.Internal.Journal;

namespace Akka.Events.Committing.Internal.Replay;

/// <summary>Reads shards' journals from their beginning, beside the shards. Safe from any thread.</summary>
internal interface IJournalReader
{
    /// <summary>Sequence number of the oldest row that is still there; 0 when there is none.</summary>
    Task<long> FirstSequenceNr(string persistenceId, CancellationToken ct);

    /// <summary>
    /// The batches behind a sequence number in ascending order; those in which the key doesn't occur may be left out.
    /// </summary>
    IAsyncEnumerable<(long SequenceNr, JournalBatch Batch)> Read(string persistenceId, byte[] key, long after, CancellationToken ct);
}
