using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Resting;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Handling.Internal.Checkpoints;

/// <summary>What one checkpoint stores: the changed states as of its beginning.</summary>
internal sealed class Checkpoint(int chunkSize)
{
    /// <summary>Each costs a pass over the shard's journal; more of them are no single bad keys.</summary>
    private const int MaxUnencodable = 100;

    private readonly Chunks<(EntityType Type, byte[] Key, object? State, long SequenceNr, bool Deleted)> _states = [];
    private readonly Chunks<(EntityType Type, RestingState State)> _resting = [];
    private readonly List<UnencodableState> _unencodable = [];

    /// <summary>What the tail holds of entities that have no state in memory.</summary>
    public required IReadOnlyList<PendingTail> Tails { get; init; }

    /// <summary>After <see cref="Write"/>: entities whose state can't be encoded.</summary>
    public IEnumerable<UnencodableState> Unencodable => _unencodable.Concat(Tails.SelectMany(tail => tail.Unencodable));

    /// <summary>Takes in a state as it is durable now.</summary>
    public void Add(EntityLane lane) => _states.Add((lane.Type, lane.Key, lane.DurableState, lane.DurableSequenceNr, lane.IsDeleted));

    /// <summary>Takes in the state of an entity that rests.</summary>
    public void Add(EntityType type, RestingState state) => _resting.Add((type, state));

    /// <summary>Encodes and stores everything in chunks. Runs off the shard's turn.</summary>
    /// <exception cref="InvalidOperationException">Too many states can't be encoded.</exception>
    public async Task Write(GroupContext group, int shard, CancellationToken ct)
    {
        var rows = new StateRows(group.States, group.Name, shard, chunkSize);
        foreach (var (type, key, state, sequenceNr, deleted) in _states)
        {
            if (deleted) rows.AddDeleted(type, key, sequenceNr);
            else if (!rows.TryAdd(type, key, sequenceNr, state!, out var failure)) _unencodable.Add(new(type, key, sequenceNr, failure));
            if (rows.IsFull) await rows.Write(ct).ConfigureAwait(false);
        }
        foreach (var (type, state) in _resting)
        {
            rows.Add(type, state);
            if (rows.IsFull) await rows.Write(ct).ConfigureAwait(false);
        }
        if (_unencodable.Count > MaxUnencodable)
            throw new InvalidOperationException(
                $"{_unencodable.Count} states can't be encoded, the first of them: {_unencodable[0].Reason.Message}", _unencodable[0].Reason);
        foreach (var state in _unencodable)
            if (await Unfolded(rows, state, group, shard, ct).ConfigureAwait(false) is { } row)
                rows.Add(row);
        await rows.Write(ct).ConfigureAwait(false);
        foreach (var tail in Tails) await tail.Write(rows, ct).ConfigureAwait(false);
    }

    // The journal has all that is above the stored state: rows go only when a later checkpoint has stored what they changed.
    private static async Task<StoredState?> Unfolded(
        StateRows rows, UnencodableState state, GroupContext group, int shard, CancellationToken ct)
    {
        var stored = await rows.Stored(state.Type.Name, [state.Key], ct).ConfigureAwait(false);
        StoredState? before = stored.Count > 0 ? stored[0] : null;
        var events = new List<TailEvent>();
        var journal = group.Journal.Read(group.PersistenceId(shard), state.Key, before?.SequenceNr ?? 0, ct);
        await foreach (var (sequenceNr, batch) in journal.ConfigureAwait(false))
        {
            if (sequenceNr > state.SequenceNr) break;
            foreach (var e in JournalBatchReader.EventsOf(batch, state.Type.Name, state.Key))
                events.Add(new TailEvent(sequenceNr, e.Manifest, e.Payload));
        }
        return UnfoldedState.Write(state.Type.Name, state.Key, before, events);
    }
}
