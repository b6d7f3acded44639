using Akka.Events.Committing.Internal;

namespace Akka.Events.Handling.Internal;

/// <summary>
/// The keys of a tail that nobody has asked for since the takeover, as a checkpoint stores them: without a place among the entities in
/// memory.
/// </summary>
internal sealed class PendingTail
{
    private readonly EntityType _type;
    private readonly EntityTail _tail;
    private readonly bool _stored;
    private readonly List<int> _keys = [];

    /// <param name="type">The entity.</param>
    /// <param name="tail">The tail.</param>
    /// <param name="stored">Whether the store may have states that it comes on top of.</param>
    public PendingTail(EntityType type, EntityTail tail, bool stored)
    {
        _type = type;
        _tail = tail;
        _stored = stored;
        for (var key = 0; key < tail.KeyCount; key++)
            if (!tail.IsTaken(key))
                _keys.Add(key);
    }

    /// <summary>Restores and stores the states in chunks. Runs off the shard's turn.</summary>
    /// <exception cref="UnreadableTailException">An entity can't be read back.</exception>
    public async Task Write(StateRows rows, IEntityStates store, string group, int shard, int chunkSize, CancellationToken ct)
    {
        foreach (var numbers in _keys.Chunk(chunkSize))
        {
            var keys = Array.ConvertAll(numbers, number => _tail.KeyOf(number).ToArray());
            var stored = _stored ? await store.Read(group, shard, _type.Name, keys, ct).ConfigureAwait(false) : [];
            var byKey = stored.ToDictionary(row => row.Key, KeyComparer.Instance);
            for (var i = 0; i < keys.Length; i++)
            {
                var state = Restore(keys[i], byKey.TryGetValue(keys[i], out var row) ? row : null, numbers[i], out var sequenceNr);
                rows.Add(_type, keys[i], sequenceNr, state!);
            }
            await rows.Write(store, group, shard, ct).ConfigureAwait(false);
        }
    }

    private object? Restore(byte[] key, StoredState? stored, int number, out long sequenceNr)
    {
        try
        {
            return _type.Restore(key, stored, _tail, number, out sequenceNr);
        }
        catch (UnreadableStateException e)
        {
            throw new UnreadableTailException(_type, key, e);
        }
    }
}
