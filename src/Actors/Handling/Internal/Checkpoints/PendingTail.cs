using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Handling.Internal.Checkpoints;

/// <summary>
/// The keys of a tail that have no state in memory, as a checkpoint stores them: those that nobody has asked for since the takeover,
/// and those that can't be read back. What can't be read, or not be encoded, is stored unfolded.
/// </summary>
internal sealed class PendingTail
{
    private readonly string _entity;
    private readonly EntityType? _type;
    private readonly EntityTail _tail;
    private readonly bool _stored;
    private readonly List<int> _keys = [];
    private readonly List<byte[]> _unreadable = [];
    private readonly List<UnencodableState> _unencodable = [];

    /// <param name="entity">The entity's name in its group.</param>
    /// <param name="type">The entity; null where the group has it no longer, and nothing of it can be read back.</param>
    /// <param name="tail">The tail.</param>
    /// <param name="stored">Whether the store may have states that it comes on top of.</param>
    public PendingTail(string entity, EntityType? type, EntityTail tail, bool stored)
    {
        _entity = entity;
        _type = type;
        _tail = tail;
        _stored = stored;
        for (var key = 0; key < tail.KeyCount; key++)
            if (!tail.IsTaken(key))
                _keys.Add(key);
    }

    public EntityType? Type => _type;

    /// <summary>After <see cref="Write"/>: keys of entities of the group that can't be read back.</summary>
    public IReadOnlyList<byte[]> Unreadable => _unreadable;

    /// <summary>After <see cref="Write"/>: entities whose state can't be encoded.</summary>
    public IReadOnlyList<UnencodableState> Unencodable => _unencodable;

    /// <summary>Restores and stores the states in chunks. Runs off the shard's turn.</summary>
    public async Task Write(StateRows rows, CancellationToken ct)
    {
        foreach (var numbers in _keys.Chunk(rows.ChunkSize))
        {
            var keys = Array.ConvertAll(numbers, number => _tail.KeyOf(number).ToArray());
            var stored = _stored ? await rows.Stored(_entity, keys, ct).ConfigureAwait(false) : [];
            var byKey = stored.ToDictionary(row => row.Key, KeyComparer.Instance);
            for (var i = 0; i < keys.Length; i++) Add(rows, keys[i], byKey.TryGetValue(keys[i], out var row) ? row : null, numbers[i]);
            await rows.Write(ct).ConfigureAwait(false);
        }
    }

    private void Add(StateRows rows, byte[] key, StoredState? stored, int number)
    {
        if (_type is not null)
        {
            try
            {
                var (state, sequenceNr, deleted) = _type.Restore(key, stored, _tail, number);
                if (deleted)
                {
                    rows.AddDeleted(_type, key, sequenceNr);
                    return;
                }
                if (rows.TryAdd(_type, key, sequenceNr, state!, out var failure)) return;
                _unencodable.Add(new UnencodableState(_type, key, sequenceNr, failure));
            }
            catch (UnreadableStateException)
            {
                // The shard tells of it when it reads the entity for itself.
                _unreadable.Add(key);
            }
        }
        if (UnfoldedState.Write(_entity, key, stored, _tail.EventsOf(number)) is { } unfolded) rows.Add(unfolded);
    }
}
