using Akka.Events.Committing.Internal.States;
using MySqlConnector;

namespace Akka.Events.Persistence.MySql.Internal;

/// <summary>
/// Which topics the groups' finished records are of. Entities aren't kept here: groups that have some are refused before.
/// </summary>
internal sealed class MySqlGroupTopics(MySqlDataSource source, MySqlSettings settings) : IEntityStates
{
    private readonly string _table = settings.Table("group_topic");

    public Task Initialize(CancellationToken ct) => new MySqlMigrator(source, settings).Run(ct);

    public Task<long> Claim(string group, int shard, JournalEnd journal, CancellationToken ct) => throw NoEntities();

    public Task<IReadOnlyList<StoredState>> Read(string group, int shard, string entity, IReadOnlyList<byte[]> keys, CancellationToken ct) =>
        throw NoEntities();

    public IAsyncEnumerable<StoredState> ReadAll(string group, int shard, CancellationToken ct) => throw NoEntities();

    public Task Write(string group, int shard, IReadOnlyCollection<StoredState> states, CancellationToken ct) => throw NoEntities();

    public async Task<IReadOnlyDictionary<string, KnownTopic>> Know(string group, IReadOnlyCollection<KnownTopic> topics, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        foreach (var topic in topics)
        {
            await using var add = connection.Command(
                $"insert into {_table} (group_name, topic, topic_id, partitions, life) values (@a, @b, @c, @d, @e) on duplicate key update topic = topic",
                group, topic.Topic, topic.Id, topic.Partitions, topic.Life);
            await add.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
        var known = new Dictionary<string, KnownTopic>();
        await using var read = connection.Command($"select topic, topic_id, partitions, life from {_table} where group_name = @a", group);
        await using var rows = await read.ExecuteReaderAsync(ct).ConfigureAwait(false);
        while (await rows.ReadAsync(ct).ConfigureAwait(false))
            known.Add(rows.GetString(0), new KnownTopic(rows.GetString(0), rows.GetString(1), rows.GetInt32(2), rows.GetInt32(3)));
        return known;
    }

    public async Task Replace(string group, KnownTopic known, KnownTopic by, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var command = connection.Command(
            $"update {_table} set topic_id = @c, life = @d where group_name = @a and topic = @b and topic_id = @e and life = @f",
            group, known.Topic, by.Id, by.Life, known.Id, known.Life);
        await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    public async Task Delete(string group, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
        await using var command = connection.Command($"delete from {_table} where group_name = @a", group);
        await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    private static NotSupportedException NoEntities() => new("MySQL keeps no entities");
}
