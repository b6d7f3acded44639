using Akka.Actor;
using Akka.Events.Committing.Internal.States;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// Reads all of a shard's stored states and hands them to it, one chunk after another: the next when the shard has taken the last.
/// </summary>
internal static class StateSweep
{
    private const int ChunkSize = 500;

    public static async Task Run(IEntityStates store, string group, int shard, IActorRef to, CancellationToken ct)
    {
        var rows = new List<StoredState>(ChunkSize);
        await foreach (var row in store.ReadAll(group, shard, ct).ConfigureAwait(false))
        {
            rows.Add(row);
            if (rows.Count < ChunkSize) continue;
            await Hand(rows).ConfigureAwait(false);
            rows = new List<StoredState>(ChunkSize);
        }
        await Hand(rows).ConfigureAwait(false);

        Task Hand(List<StoredState> chunk)
        {
            var swept = new SweptStates(chunk);
            to.Tell(swept, ActorRefs.NoSender);
            return swept.WhenTaken.WaitAsync(ct);
        }
    }
}
