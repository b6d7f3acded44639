using Akka.Events.Committing.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>What one checkpoint stores: the changed states as of its beginning.</summary>
internal sealed class Checkpoint(int chunkSize)
{
    private readonly List<(EntityType Type, byte[] Key, object? State, long SequenceNr)> _states = [];
    private readonly List<(EntityType Type, RestingState State)> _resting = [];

    /// <summary>What the tail holds of entities that have no state in memory.</summary>
    public IReadOnlyList<PendingTail> Tails { get; set; } = [];

    /// <summary>Takes in a state as it is durable now.</summary>
    public void Add(EntityLane lane) => _states.Add((lane.Type, lane.Key, lane.DurableState, lane.DurableSequenceNr));

    /// <summary>Takes in the state of an entity that rests.</summary>
    public void Add(EntityType type, RestingState state) => _resting.Add((type, state));

    /// <summary>Encodes and stores everything in chunks. Runs off the shard's turn.</summary>
    public async Task Write(IEntityStates store, string group, int shard, CancellationToken ct)
    {
        var rows = new StateRows();
        foreach (var (type, key, state, sequenceNr) in _states)
        {
            rows.Add(type, key, sequenceNr, state!);
            if (rows.Count == chunkSize) await rows.Write(store, group, shard, ct).ConfigureAwait(false);
        }
        foreach (var (type, state) in _resting)
        {
            rows.Add(type, state);
            if (rows.Count == chunkSize) await rows.Write(store, group, shard, ct).ConfigureAwait(false);
        }
        if (rows.Count > 0) await rows.Write(store, group, shard, ct).ConfigureAwait(false);
        foreach (var tail in Tails) await tail.Write(rows, store, group, shard, chunkSize, ct).ConfigureAwait(false);
    }
}
