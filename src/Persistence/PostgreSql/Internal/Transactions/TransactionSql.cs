namespace Akka.Events.Persistence.PostgreSql.Internal.Transactions;

/// <summary>The statements of <see cref="PostgreSqlTransactions"/>, with the schema's name in place.</summary>
internal sealed class TransactionSql(string owners, string offsets, string finished, string handled)
{
    public TransactionSql(PostgreSqlSettings settings)
        : this(settings.Table("consumer_owner"), settings.Table("consumer_offset"), settings.Table("finished_record"), settings.Table("handled_event"))
    {
    }

    /// <summary>$1 group, $2 topic, $3 partition. Waits for transactions that are about to commit.</summary>
    public string Claim { get; } =
        $"""
        insert into {owners} as owner (group_name, topic, partition, epoch) values ($1, $2, $3, 1)
        on conflict (group_name, topic, partition) do update set epoch = owner.epoch + 1
        returning id, epoch
        """;

    /// <summary>$1 owner, $2 handlers, $3 where those begin that are new.</summary>
    public string AddHandlers { get; } =
        $"""
        insert into {offsets} (owner_id, handler, watermark)
        select $1, name, $3::bigint from unnest($2) as handlers (name)
        on conflict (owner_id, handler) do nothing
        """;

    /// <summary>$1 owner, $2 handlers.</summary>
    public string ReadHandlers { get; } = $"select id, handler, watermark from {offsets} where owner_id = $1 and handler = any($2)";

    /// <summary>$1 handlers' numbers.</summary>
    public string ReadFinished { get; } = $"select consumer_id, first_offset, record_offset from {finished} where consumer_id = any($1)";

    /// <summary>$1 owner, $2 epoch. Nothing when it is another's; else it stays this one's until the transaction ends.</summary>
    public string Share { get; } = $"select 1 from {owners} where id = $1 and epoch = $2 for share";

    /// <summary>$1 owner, $2 offset.</summary>
    public string Start { get; } = $"update {offsets} set watermark = $2 where owner_id = $1 and watermark is null";

    /// <summary>$1 owner, $2 epoch, and arrays: $3 handlers' numbers, $4 offsets, $5 first offsets.</summary>
    public string Finish { get; } =
        $"""
        with mine as materialized (select 1 from {owners} where id = $1 and epoch = $2 for share)
        insert into {finished} (consumer_id, record_offset, first_offset)
        select * from unnest($3, $4, $5) where exists (select from mine)
        """;

    /// <summary>
    /// $1 marks, $2 how long they stay. Those that were there. One that another transaction is about to note is waited for: an inserted row
    /// that isn't committed holds its key.
    /// </summary>
    public string Note { get; } =
        $"""
        with noted as (
            insert into {handled} (mark, kept_until)
            select mark, now() + $2 from unnest($1) with ordinality as given (mark, place) order by place
            on conflict (mark) do nothing
            returning mark)
        select mark from unnest($1) as given (mark) where mark not in (select mark from noted)
        """;

    /// <summary>$1 how many.</summary>
    public string Forget { get; } =
        $"""
        delete from {handled} where mark in (
            select mark from {handled} where kept_until < now() order by kept_until limit $1 for update skip locked)
        """;

    /// <summary>$1 handlers' numbers, $2 offsets, $3 first offsets.</summary>
    public string AddFinished { get; } =
        $"""
        insert into {finished} (consumer_id, record_offset, first_offset)
        select * from unnest($1, $2, $3)
        on conflict (consumer_id, record_offset) do nothing
        """;

    /// <summary>$1 handlers' numbers, $2 watermarks.</summary>
    public string Move { get; } =
        $"""
        update {offsets} as o set watermark = moved.watermark from unnest($1, $2) as moved (id, watermark)
        where o.id = moved.id and (o.watermark is null or o.watermark < moved.watermark)
        """;

    /// <summary>$1 handlers' numbers, $2 watermarks.</summary>
    public string Remove { get; } =
        $"""
        delete from {finished} as f using unnest($1, $2) as moved (id, watermark)
        where f.consumer_id = moved.id and f.record_offset < moved.watermark
        """;
}
