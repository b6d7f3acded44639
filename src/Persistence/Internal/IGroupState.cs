namespace Akka.Events.Persistence.Internal;

/// <summary>What a store holds of a consumer group as a whole.</summary>
internal interface IGroupState
{
    /// <summary>
    /// Deletes what the group has stored: its entity states, what is known of its topics, and the journal and snapshots of its shards.
    /// Tables that aren't there count as empty. No member of the group may be running: it would write on from what it holds in memory.
    /// </summary>
    Task DeleteGroup(string group, CancellationToken ct);
}
