namespace Akka.Events.Committing.Internal.States;

/// <summary>
/// Where checkpoints keep entity states: one row per group, shard, entity and key. Shared by all shards of a process; safe from any thread.
/// </summary>
internal interface IEntityStates
{
    /// <summary>Makes or checks the tables. Faults with a clear message when they are missing and may not be made.</summary>
    Task Initialize(CancellationToken ct);

    /// <summary>
    /// Takes a shard's states for its journal, before anything of them is read or written by this process. From then on what it writes is
    /// refused as soon as they belong to another one.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>The journal's incarnation; of a journal that says none, the one that it is to begin.</returns>
    /// <exception cref="LostJournalException">They don't belong together. Nothing has been changed.</exception>
    Task<long> Claim(string group, int shard, JournalEnd journal, CancellationToken ct);

    /// <summary>Stored states of the named keys; keys without one are left out.</summary>
    Task<IReadOnlyList<StoredState>> Read(string group, int shard, string entity, IReadOnlyList<byte[]> keys, CancellationToken ct);

    /// <summary>All stored states of a shard, streamed in no particular order.</summary>
    IAsyncEnumerable<StoredState> ReadAll(string group, int shard, CancellationToken ct);

    /// <summary>
    /// Keys of an entity's stored states, in an order that stays the same: so many behind one, or from the first. Fewer than were asked for: there are no
    /// more. By default all states are read for each page.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="entity">The entity's name.</param>
    /// <param name="after">The last key of the page before; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="ct">Ends the waiting.</param>
    async Task<IReadOnlyList<byte[]>> Keys(string group, int shard, string entity, byte[]? after, int limit, CancellationToken ct)
    {
        // The greatest first, to be given up for a lesser one.
        var least = new PriorityQueue<byte[], byte[]>(Comparer<byte[]>.Create(static (x, y) => y.AsSpan().SequenceCompareTo(x)));
        await foreach (var state in ReadAll(group, shard, ct).ConfigureAwait(false))
        {
            if (state.Entity != entity || (after is not null && state.Key.AsSpan().SequenceCompareTo(after) <= 0)) continue;
            if (least.Count < limit) least.Enqueue(state.Key, state.Key);
            else least.EnqueueDequeue(state.Key, state.Key);
        }
        var keys = new byte[least.Count][];
        for (var i = keys.Length - 1; i >= 0; i--) keys[i] = least.Dequeue();
        return keys;
    }

    /// <summary>
    /// Stores states in bulk, all or none. A row is never replaced by one of a lower sequence number, so that a write that comes late is
    /// harmless; nor does such a write bring a deleted state back. Payloads may be used until the task ends, not longer.
    /// </summary>
    /// <exception cref="StaleShardException">The shard's states belong to another journal than this process has claimed them for.</exception>
    Task Write(string group, int shard, IReadOnlyCollection<StoredState> states, CancellationToken ct);

    /// <summary>
    /// All that the group's state stands on, by topic. Those not known yet are remembered as they are given; of two processes that do so at
    /// once, one counts.
    /// </summary>
    Task<IReadOnlyDictionary<string, KnownTopic>> Know(string group, IReadOnlyCollection<KnownTopic> topics, CancellationToken ct);

    /// <summary>Replaces what is known of a topic. Without effect where somebody else has replaced it before.</summary>
    Task Replace(string group, KnownTopic known, KnownTopic by, CancellationToken ct);

    /// <summary>Removes everything stored for a group.</summary>
    Task Delete(string group, CancellationToken ct);
}
