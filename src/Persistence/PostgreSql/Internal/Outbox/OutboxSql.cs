namespace Akka.Events.Persistence.PostgreSql.Internal.Outbox;

/// <summary>The statements of <see cref="PostgreSqlOutbox"/>, with the schema's name in place.</summary>
internal sealed class OutboxSql(string outbox, string forwarder, string channel)
{
    private const string Columns = "topic, key, value, header_names, header_values, partition, timestamp_ms";

    public OutboxSql(PostgreSqlSettings settings) : this(settings.Table("outbox"), settings.Table("outbox_forwarder"), $"{settings.Schema}_outbox")
    {
    }

    /// <summary>$1 … $7: the columns. Whoever forwards is told when it waits; under load it doesn't, and telling would make commits queue up.</summary>
    public string Insert { get; } =
        $"""
        with row as (insert into {outbox} ({Columns}) values ($1, $2, $3, $4, $5, $6, $7))
        select pg_notify({Literal(channel)}, '') from {forwarder} where idle
        """;

    public string Listen { get; } = $"listen {PostgreSqlSettings.Quote(channel)}";

    /// <summary>$1 holder, $2 lease.</summary>
    public string Take { get; } =
        $"""
        update {forwarder} set holder = $1, until = clock_timestamp() + $2, idle = true
        where until < clock_timestamp() or holder = $1
        returning outbox_id, batch, batch_ids
        """;

    /// <summary>$1 holder, $2 lease.</summary>
    public string Renew { get; } = $"update {forwarder} set until = clock_timestamp() + $2 where holder = $1";

    /// <summary>$1 holder.</summary>
    public string Release { get; } = $"update {forwarder} set holder = null, until = clock_timestamp() where holder = $1";

    /// <summary>$1 first numbers, $2 last numbers.</summary>
    public string Topics { get; } =
        $"select distinct topic from {outbox} join unnest($1, $2) as run (first, last) on id between run.first and run.last";

    /// <summary>$1 holder, $2 the batch noted last.</summary>
    public string Mine { get; } = $"select 1 from {forwarder} where holder = $1 and batch is not distinct from $2::bigint for no key update";

    /// <summary>$1 first numbers, $2 last numbers.</summary>
    public string RemoveRuns { get; } = $"delete from {outbox} using unnest($1, $2) as run (first, last) where id between run.first and run.last";

    public string AnyRefused { get; } = $"select 1 from {outbox} where refused is not null limit 1";

    /// <summary>$1 rows, $2 bytes.</summary>
    public string Read { get; } = Select(outbox, "");

    /// <summary>The same, without what waits behind refused rows.</summary>
    public string ReadPast { get; } = Select(
        outbox,
        $"""
        where not exists (
            select from {outbox} as r where r.refused is not null and r.topic = o.topic and (r.stops_topic or r.key = o.key or r.id = o.id))
        """);

    /// <summary>$1 batch, $2 runs.</summary>
    public string Note { get; } = $"update {forwarder} set batch = $1, batch_ids = $2, idle = $1::bigint is null";

    /// <summary>$1 number, $2 why, $3 whether it is the topic.</summary>
    public string Refuse { get; } =
        $"update {outbox} set refused = $2::text, refused_at = clock_timestamp(), stops_topic = $3 where id = $1";

    /// <summary>$1 after how long.</summary>
    public string Due { get; } =
        $"select id from {outbox} where refused is not null and refused_at <= clock_timestamp() - $1 order by id limit 10";

    /// <summary>$1 numbers.</summary>
    public string Remove { get; } = $"delete from {outbox} where id = any($1)";

    /// <summary>$1 number.</summary>
    public string Retry { get; } =
        $"""
        with row as (update {outbox} set refused_at = '-infinity' where id = $1 and refused is not null returning id)
        select id, pg_notify({Literal(channel)}, '') from row
        """;

    /// <summary>$1 number.</summary>
    public string Skip { get; } = $"delete from {outbox} where id = $1 and refused is not null";

    public string Count { get; } = $"select count(*), min(written_at) from {outbox}";

    public string Refused { get; } =
        $"select id, topic, key, refused, refused_at, stops_topic from {outbox} where refused is not null order by id limit 100";

    /// <summary>$1 numbers.</summary>
    public string RefusedOf { get; } = $"select id from {outbox} where id = any($1) and refused is not null";

    /// <summary>Not of the file's end: that would stop writers for a moment. And not where others hold the table, whom it would wait for.</summary>
    public string Clean { get; } = $"vacuum (truncate false, skip_locked) {outbox}";

    // A sum of sizes reads no value. Headers count as they are stored: compressed, where a row is large.
    private static string Select(string outbox, string where) =>
        $"""
        select id, {Columns} from (
            select o.*, sum(size) over (order by id) - size as before
            from (
                select *, coalesce(octet_length(value), 0) + coalesce(octet_length(key), 0)
                    + pg_column_size(header_names) + pg_column_size(header_values) + 100 as size
                from {outbox} as o {where} order by id limit $1) as o) as sized
        where before <= $2 order by id
        """;

    private static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
