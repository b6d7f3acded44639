using System.Text;
using Akka.Events.Committing.Internal.Transactions;

namespace Akka.Events.Persistence.MySql.Internal;

/// <summary>The statements of <see cref="MySqlTransactions"/>, with the tables' names in place. Parameters are @a, @b, @c … in order.</summary>
internal sealed class TransactionSql(MySqlSettings settings)
{
    private readonly string _owners = settings.Table("consumer_owner");
    private readonly string _offsets = settings.Table("consumer_offset");
    private readonly string _finished = settings.Table("finished_record");
    private readonly string _handled = settings.Table("handled_event");

    /// <summary>
    /// In the handler's transaction, as its first statements. The savepoint is what it is known by at its end: a deadlock rolls back all of it, and the
    /// definition of a table commits it, and the session goes on without a transaction.
    /// </summary>
    public string Mark => "set session wait_timeout = 60; savepoint akka_events";

    /// <summary>
    /// In its last moment. From here to the commit nothing is waited for: only a process that stands still is so long, and a new owner waits for it.
    /// </summary>
    public string LastMoment => "release savepoint akka_events; set session wait_timeout = 5";

    /// <summary>Group, topic, partition. Waits for transactions that are about to commit.</summary>
    public string Claim => $"insert into {_owners} (group_name, topic, partition_nr, epoch) values (@a, @b, @c, 1) on duplicate key update epoch = epoch + 1";

    /// <summary>Group, topic, partition.</summary>
    public string Claimed => $"select id, epoch from {_owners} where group_name = @a and topic = @b and partition_nr = @c for update";

    /// <summary>Owner, handler, where it begins.</summary>
    public string AddHandler => $"insert into {_offsets} (owner_id, handler, watermark) values (@a, @b, @c) on duplicate key update handler = handler";

    /// <summary>Owner.</summary>
    public string ReadHandlers => $"select id, handler, watermark from {_offsets} where owner_id = @a";

    /// <summary>A handler's number.</summary>
    public string ReadFinished => $"select first_offset, record_offset from {_finished} where consumer_id = @a";

    /// <summary>Owner, epoch. Nothing when it is another's; else it stays this one's until the transaction ends.</summary>
    public string Share => $"select 1 from {_owners} where id = @a and epoch = @b lock in share mode";

    /// <summary>Owner, offset.</summary>
    public string Start => $"update {_offsets} set watermark = @b where owner_id = @a and watermark is null";

    /// <summary>A handler's number, its watermark.</summary>
    public string Move => $"update {_offsets} set watermark = @b where id = @a and (watermark is null or watermark < @b)";

    /// <summary>A handler's number, its watermark.</summary>
    public string Remove => $"delete from {_finished} where consumer_id = @a and record_offset < @b";

    /// <summary>Owner, epoch. As many rows as there are, or none when it is another's. A locking read sees what is there now, whatever the isolation.</summary>
    public string Finish(IReadOnlyCollection<FinishedRow> rows)
    {
        var sql = new StringBuilder($"insert into {_finished} (consumer_id, record_offset, first_offset) select r.c, r.o, r.f from {_owners} w join (");
        foreach (var row in rows)
        {
            if (sql[^1] != '(') sql.Append(" union all ");
            sql.Append(FormattableString.Invariant($"select {row.Consumer} as c, {row.Offset} as o, {row.First} as f"));
        }
        return sql.Append(") r on 1 = 1 where w.id = @a and w.epoch = @b lock in share mode").ToString();
    }

    /// <summary>Those that are there already stay.</summary>
    public string AddFinished(IReadOnlyCollection<FinishedRow> rows) =>
        $"insert into {_finished} (consumer_id, record_offset, first_offset) values "
        + string.Join(", ", rows.Select(row => FormattableString.Invariant($"({row.Consumer}, {row.Offset}, {row.First})")))
        + " on duplicate key update first_offset = first_offset";

    /// <summary>
    /// @by, @keep in microseconds. One that another transaction is about to note is waited for: an inserted row that isn't committed holds its key.
    /// </summary>
    public string Note(IReadOnlyCollection<Guid> marks) =>
        $"insert into {_handled} (mark, noted_by, kept_until) values "
        + string.Join(", ", marks.Select(mark => $"({Hex(mark)}, @a, utc_timestamp(6) + interval @b microsecond)")) + " on duplicate key update mark = mark";

    /// <summary>@by. Those of another transaction.</summary>
    public string Known(IReadOnlyCollection<Guid> marks) =>
        $"select mark from {_handled} where mark in ({string.Join(", ", marks.Select(Hex))}) and noted_by <> @a lock in share mode";

    /// <summary>How many.</summary>
    public string OfAge => $"select mark from {_handled} where kept_until < utc_timestamp(6) order by kept_until limit @a for update skip locked";

    public string Forget(IReadOnlyCollection<Guid> marks) => $"delete from {_handled} where mark in ({string.Join(", ", marks.Select(Hex))})";

    private static string Hex(Guid mark) => $"x'{Convert.ToHexString(mark.ToByteArray(bigEndian: true))}'";
}
