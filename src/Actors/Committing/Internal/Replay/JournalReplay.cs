using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Snapshots;

namespace Akka.Events.Committing.Internal.Replay;

/// <summary>History out of any journal, by a replay.</summary>
internal sealed class JournalReplay(ActorSystem system) : JournalReader
{
    public override async Task<long> FirstSequenceNr(string persistenceId, CancellationToken ct)
    {
        await foreach (var (sequenceNr, _) in Rows(persistenceId, 0, 1, ct).ConfigureAwait(false)) return sequenceNr;
        return 0;
    }

    protected override async Task<OwnerMarker?> NewestMarker(string persistenceId, long after, CancellationToken ct)
    {
        OwnerMarker? newest = null;
        await foreach (var (_, row) in Rows(persistenceId, after, long.MaxValue, ct).ConfigureAwait(false)) newest = row as OwnerMarker ?? newest;
        return newest;
    }

    protected override async IAsyncEnumerable<(long SequenceNr, JournalBatch Batch)> Batches(
        string persistenceId, byte[] key, long after, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (sequenceNr, row) in Rows(persistenceId, after, long.MaxValue, ct).ConfigureAwait(false))
            if (row is JournalBatch batch)
                yield return (sequenceNr, batch);
    }

    private async IAsyncEnumerable<(long SequenceNr, object Row)> Rows(
        string persistenceId, long after, long max, [EnumeratorCancellation] CancellationToken ct)
    {
        var rows = Channel.CreateUnbounded<(long, object)>();
        var replay = system.ActorOf(Props.Create(() => new ReplayActor(persistenceId, after, max, rows.Writer)));
        try
        {
            await foreach (var row in rows.Reader.ReadAllAsync(ct).ConfigureAwait(false)) yield return row;
        }
        finally
        {
            system.Stop(replay);
        }
    }
}
