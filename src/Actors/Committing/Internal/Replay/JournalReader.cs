using System.Runtime.CompilerServices;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Snapshots;

namespace Akka.Events.Committing.Internal.Replay;

/// <summary>Reads shards' journals from their beginning, beside the shards. Safe from any thread.</summary>
internal abstract class JournalReader
{
    /// <summary>Sequence number of the oldest row that is still there, of whichever incarnation; 0 when there is none.</summary>
    public abstract Task<long> FirstSequenceNr(string persistenceId, CancellationToken ct);

    /// <summary>
    /// The batches behind a sequence number in ascending order; those in which the key doesn't occur may be left out. Only those of the
    /// journal's present incarnation: what an earlier one left belongs to states that are gone.
    /// </summary>
    public async IAsyncEnumerable<(long SequenceNr, JournalBatch Batch)> Read(
        string persistenceId, byte[] key, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        var newest = await NewestMarker(persistenceId, after, ct).ConfigureAwait(false);
        await foreach (var row in Batches(persistenceId, key, Math.Max(after, newest?.Begun ?? 0), ct).ConfigureAwait(false)) yield return row;
    }

    /// <summary>The last owner's marker, if it lies behind a sequence number; null otherwise.</summary>
    protected abstract Task<OwnerMarker?> NewestMarker(string persistenceId, long after, CancellationToken ct);

    /// <summary>The batches behind a sequence number in ascending order, of whichever incarnation.</summary>
    protected abstract IAsyncEnumerable<(long SequenceNr, JournalBatch Batch)> Batches(string persistenceId, byte[] key, long after, CancellationToken ct);
}
