using Akka.Events.Committing.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>What one checkpoint stores: the changed states as of its beginning.</summary>
internal sealed class Checkpoint(IReadOnlyList<Checkpoint.State> states, IReadOnlyList<PendingTail> tails, int chunkSize)
{
    /// <summary>Encoded sizes of the states, once they are written.</summary>
    public int[] Sizes { get; } = new int[states.Count];

    public IReadOnlyList<State> States { get; } = states;

    /// <summary>Encodes and stores everything in chunks. Runs off the shard's turn.</summary>
    /// <exception cref="UnreadableTailException">An entity that nobody has asked for can't be read back.</exception>
    public async Task Write(IEntityStates store, string group, int shard, CancellationToken ct)
    {
        var rows = new StateRows();
        for (var i = 0; i < States.Count; i++)
        {
            var (lane, state, sequenceNr) = States[i];
            Sizes[i] = rows.Add(lane.Type, lane.Key, sequenceNr, state!);
            if (rows.Count == chunkSize || i == States.Count - 1) await rows.Write(store, group, shard, ct).ConfigureAwait(false);
        }
        foreach (var tail in tails) await tail.Write(rows, store, group, shard, chunkSize, ct).ConfigureAwait(false);
    }

    /// <summary>A lane's state as of the checkpoint.</summary>
    internal readonly record struct State(EntityLane Lane, object? Value, long SequenceNr);
}
