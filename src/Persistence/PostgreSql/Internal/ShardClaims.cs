using System.Collections.Concurrent;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>Which journals the shards' states belong to, in the table <c>shard</c>, and for which this process has claimed them.</summary>
internal sealed class ShardClaims(PostgreSqlSettings settings, Blockers blockers)
{
    private readonly ConcurrentDictionary<(string Group, int Shard), long> _mine = new();
    private readonly string _read =
        $"select incarnation, stored_through from {settings.Table("shard")} where group_name = $1 and shard = $2 for update";

    private readonly string _insert =
        $"insert into {settings.Table("shard")} (group_name, shard, incarnation, stored_through) values ($1, $2, $3, $4) on conflict do nothing";

    private readonly string _update =
        $"update {settings.Table("shard")} set incarnation = $3, stored_through = $4 where group_name = $1 and shard = $2";

    private readonly string _drop =
        $"""
        delete from {settings.Table("entity_state")} using {settings.Table("entity")}
        where id = entity_id and group_name = $1 and shard = $2
        """;

    private readonly string _store =
        $"""
        update {settings.Table("shard")} set stored_through = greatest(stored_through, $4)
        where group_name = $1 and shard = $2 and incarnation = $3
        """;

    /// <inheritdoc cref="IEntityStates.Claim"/>
    public async Task<long> Claim(NpgsqlConnection connection, string group, int shard, JournalEnd journal, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        var incarnation = await blockers.Claim(
            connection, $"shard {shard} of group {group}", () => Settle(connection, group, shard, journal, ct), ct).ConfigureAwait(false);
        await transaction.CommitAsync(ct).ConfigureAwait(false);
        return _mine[(group, shard)] = incarnation;
    }

    private async Task<long> Settle(NpgsqlConnection connection, string group, int shard, JournalEnd journal, CancellationToken ct)
    {
        while (true)
        {
            var stored = await Read(connection, group, shard, ct).ConfigureAwait(false);
            var (claim, drop) = ShardClaim.Of(stored, journal);
            if (drop) await Execute(connection, _drop, ct, limit: 0, group, shard).ConfigureAwait(false);
            var sql = stored is null ? _insert : _update;
            // None: another process has made the row meanwhile.
            if (await Execute(connection, sql, ct, null, group, shard, claim.Incarnation, claim.StoredThrough).ConfigureAwait(false) > 0) return claim.Incarnation;
        }
    }

    /// <summary>Locks the shard for the transaction, and notes up to where it stores states.</summary>
    /// <exception cref="StaleShardException">The states belong to another journal than they were claimed for.</exception>
    public async Task Store(NpgsqlConnection connection, string group, int shard, long through, CancellationToken ct)
    {
        if (!_mine.TryGetValue((group, shard), out var incarnation)) return;
        if (await Execute(connection, _store, ct, null, group, shard, incarnation, through).ConfigureAwait(false) == 0)
            throw new StaleShardException(shard);
    }

    private async Task<ShardClaim?> Read(NpgsqlConnection connection, string group, int shard, CancellationToken ct)
    {
        await using var command = Command(connection, _read, null, group, shard);
        await using var row = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        return await row.ReadAsync(ct).ConfigureAwait(false) ? new ShardClaim(row.GetInt64(0), row.GetInt64(1)) : null;
    }

    private async Task<int> Execute(NpgsqlConnection connection, string sql, CancellationToken ct, int? limit, params object[] values)
    {
        await using var command = Command(connection, sql, limit, values);
        return await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, string sql, int? limit, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = limit ?? settings.CommandTimeoutSeconds };
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
