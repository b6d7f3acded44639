using System.CommandLine;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Database;

namespace Akka.Events.Cli.Brokers;

/// <summary>What PostgreSQL knows of a group: where it keeps what it has handled, and of what.</summary>
/// <param name="Group">The group.</param>
/// <param name="Entities">Its entities' names.</param>
/// <param name="Shards">Numbers of the shards that have begun.</param>
/// <param name="Topics">Topics that its state stands on.</param>
/// <param name="InTransactions">Its handlers finish records in database transactions.</param>
internal sealed record GroupBooks(string Group, IReadOnlyList<string> Entities, IReadOnlyList<int> Shards, IReadOnlyList<string> Topics, bool InTransactions)
{
    public bool HasJournal => Shards.Count > 0 || Entities.Count > 0;

    public bool Exist => HasJournal || InTransactions || Topics.Count > 0;

    /// <summary>Whose offsets count.</summary>
    public string OffsetsIn => HasJournal ? "journal" : InTransactions ? "transactions" : "kafka";

    /// <summary>The groups that have something in the database; none where there is no database, or no schema in it.</summary>
    public static async Task<IReadOnlyDictionary<string, GroupBooks>> All(Session session, CancellationToken ct)
    {
        var books = new Dictionary<string, GroupBooks>(StringComparer.Ordinal);
        if (!session.KnowsDatabase) return books;
        var sql = session.Sql;
        if (!await session.Has(sql.Table("entity"), ct)) return books;
        foreach (var (group, entity) in await session.Query(
            $"select group_name, entity_name from {sql.Table("entity")} order by 1, 2", row => (row.GetString(0), row.GetString(1)), ct))
            books[group] = Of(group) with { Entities = [.. Of(group).Entities, entity] };
        foreach (var (group, topic) in await session.Query(
            $"select group_name, topic from {sql.Table("group_topic")} order by 1, 2", row => (row.GetString(0), row.GetString(1)), ct))
            books[group] = Of(group) with { Topics = [.. Of(group).Topics, topic] };
        if (await session.Has(sql.Table("shard"), ct))
            foreach (var (group, shards) in await session.Query(
                $"select group_name, array_agg(shard order by shard) from {sql.Table("shard")} group by 1",
                row => (row.GetString(0), row.GetFieldValue<int[]>(1)), ct))
                books[group] = Of(group) with { Shards = shards };
        if (await session.Has(sql.Table("consumer_owner"), ct))
            foreach (var (group, topics) in await session.Query(
                $"select group_name, array_agg(distinct topic order by topic) from {sql.Table("consumer_owner")} group by 1",
                row => (row.GetString(0), row.GetFieldValue<string[]>(1)), ct))
                books[group] = Of(group) with { InTransactions = true, Topics = [.. Of(group).Topics.Union(topics)] };
        // The names of a group that was reset stay, for running processes know their numbers.
        return books.Where(b => b.Value.Shards.Count > 0 || b.Value.Topics.Count > 0 || b.Value.InTransactions).ToDictionary();

        GroupBooks Of(string group) => books.GetValueOrDefault(group) ?? new GroupBooks(group, [], [], [], false);
    }

    /// <summary>Says that a group has nothing in a database, where none is known to look into.</summary>
    public static Option<bool> OffsetsOnly() => new("--offsets-only")
    {
        Description = "Although no database is named: the group keeps nothing but Kafka's offsets (no entities, no handlers in transactions).",
    };

    /// <summary>Where no database is known, it isn't known either whose offsets count: with entities or transactions Kafka's don't.</summary>
    /// <exception cref="ToolException">Nobody says that the group has none.</exception>
    public static void DemandKnown(Session session, string group, bool offsetsOnly)
    {
        if (session.KnowsDatabase || offsetsOnly) return;
        throw ToolException.Refused(
            $"PostgreSQL isn't named, and group {group} may keep its offsets there, beside its states: then Kafka's count for nothing. Give --postgres or --config; "
            + "or --offsets-only, if the group has neither entities nor handlers in transactions");
    }

    public static async Task<GroupBooks> Of(Session session, string group, CancellationToken ct) =>
        (await All(session, ct)).GetValueOrDefault(group) ?? new GroupBooks(group, [], [], [], false);
}
