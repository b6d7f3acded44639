using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence;
using Akka.Events.Persistence.Sqlite.Internal;
using Akka.Events.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class SqliteEntityStatesTests : EntityStatesSpec, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteEntityStates> _opened = [];

    private SqliteSettings Settings => new() { Path = _folder.File("events.db") };

    internal override async Task<IEntityStates> Create()
    {
        var states = Open();
        await states.Initialize(default);
        return states;
    }

    [Fact]
    public async Task Many_processes_may_make_the_tables_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Open().Initialize(default)));

        Assert.Equal(SqliteMigrator.Steps.Count, Scalar<long>("pragma user_version"));
    }

    [Fact]
    public async Task Each_commit_is_flushed_and_readers_wait_for_no_writer()
    {
        var states = await Create();
        using var connection = Settings.Connection();
        connection.Open();
        Settings.Prepare(connection);
        Assert.Equal("wal", connection.Scalar<string>("pragma journal_mode"));
        Assert.Equal(2L, connection.Scalar<long>("pragma synchronous"));

        await states.Write("group", 0, [State("a", 1, "before")], default);
        using var other = connection.BeginTransaction(); // another process's write
        Assert.Equal(["a=1:before"], Show(await states.Read("group", 0, "Counter", [Key("a")], default)));
        var write = states.Write("group", 0, [State("a", 2, "after")], default);
        Assert.Equal(["a=1:before"], Show(await Sweep(states, 0)));
        other.Commit();
        await write;
        Assert.Equal(["a=2:after"], Show(await Sweep(states, 0)));
    }

    [Fact]
    public async Task A_write_that_waits_for_others_longer_than_it_may_fails_and_the_next_goes_on()
    {
        await Create();
        using var states = new SqliteEntityStates(Settings with { BusyTimeout = TimeSpan.FromMilliseconds(100) }, TimeProvider.System);
        using var connection = Settings.Connection();
        connection.Open();
        using (connection.BeginTransaction())
        {
            var failure = await Assert.ThrowsAsync<SqliteException>(() => states.Write("group", 0, [State("a", 1, "x")], default));
            Assert.Equal(5, failure.SqliteErrorCode);
        }

        await states.Write("group", 0, [State("a", 1, "state")], default);
        Assert.Equal(["a=1:state"], Show(await Sweep(states, 0)));
    }

    [Fact]
    public async Task Two_processes_write_one_file_and_the_higher_sequence_number_stays()
    {
        var (one, two) = (await Create(), await Create());
        await Task.WhenAll(Enumerable.Range(1, 20).Select(sequenceNr => (sequenceNr % 2 == 0 ? one : two).Write(
            "group", 0, [.. Enumerable.Range(0, 200).Select(i => State($"{i}", sequenceNr, $"{sequenceNr}"))], default)));

        Assert.All(await Sweep(one, 0), state => Assert.Equal(20, state.SequenceNr));
    }

    [Fact]
    public async Task A_process_whose_journal_is_another_by_now_writes_nothing()
    {
        var (former, now) = (await Create(), await Create());
        await former.Claim("group", 0, new JournalEnd(0, 0, false), default);
        await former.Write("group", 0, [State("a", 40, "former")], default);
        await now.Claim("group", 0, new JournalEnd(2, 1, false, BeginsAnew: true), default);
        await now.Write("group", 0, [State("a", 2, "now")], default);

        await Assert.ThrowsAsync<StaleShardException>(() => former.Write("group", 0, [State("a", 50, "late")], default));
        Assert.Equal(["a=2:now"], Show(await Sweep(now, 0)));
    }

    [Fact]
    public async Task Rows_of_ended_entities_are_removed_when_they_are_old()
    {
        var time = new ManualTime();
        using var states = new SqliteEntityStates(Settings, time);
        await states.Initialize(default);
        await states.Write("group", 0, [Ended("a", 1)], default);
        time.Advance(TimeSpan.FromHours(25));

        await states.Write("group", 0, [Ended("b", 1)], default);

        Assert.Equal("b", Scalar<string>("select group_concat(cast(key as text)) from entity_state"));
    }

    [Fact]
    public async Task A_write_is_kept_when_old_rows_cannot_be_removed()
    {
        var time = new ManualTime();
        using var states = new SqliteEntityStates(Settings, time);
        await states.Initialize(default);
        await states.Write("group", 0, [Ended("a", 1)], default);
        Execute("create trigger kept before delete on entity_state begin select raise(abort, 'kept'); end");
        time.Advance(TimeSpan.FromHours(25));

        await states.Write("group", 0, [Ended("b", 1)], default);

        Assert.Equal(2L, Scalar<long>("select count(*) from entity_state"));
    }

    [Fact]
    public async Task A_write_does_not_remove_more_old_rows_than_it_has_time_for()
    {
        var time = new ManualTime();
        using var states = new SqliteEntityStates(Settings, time);
        await states.Initialize(default);
        await states.Write("group", 0, [Ended("a", 1)], default);
        Execute(
            """
            with recursive n (i) as (select 1 union all select i + 1 from n where i < 10001)
            insert into entity_state select entity_id, shard, cast(i as blob), 1, '', x'', 1 from entity_state, n
            """);

        await states.Write("group", 0, [Ended("b", 1)], default);
        Assert.Equal(3L, Scalar<long>("select count(*) from entity_state"));
        await states.Write("group", 0, [Ended("c", 1)], default);
        Assert.Equal(3L, Scalar<long>("select count(*) from entity_state"));
    }

    [Fact]
    public async Task A_sweep_may_be_left_early()
    {
        var states = await Create();
        await states.Write("group", 0, [.. Enumerable.Range(0, 5_000).Select(i => State($"{i}", 1, "state"))], default);
        for (var i = 0; i < 20; i++)
            await foreach (var _ in states.ReadAll("group", 0, default)) break;

        Assert.Equal(5_000, (await Sweep(states, 0)).Count);
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_cancelled()
    {
        var states = await Create();
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => states.Write("group", 0, [State("a", 1, "state")], cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => states.Read("group", 0, "Counter", [Key("a")], cancelled));
        Assert.Empty(await Sweep(states, 0));
    }

    [Fact]
    public async Task A_journal_without_the_index_that_fencing_stands_on_is_refused_by_name()
    {
        var states = await Create();
        Execute("drop index journal_uq");
        Execute("create unique index a on journal (persistence_id, sequence_number) where not deleted");
        var error = await Assert.ThrowsAsync<SchemaMissingException>(() => states.Initialize(default));

        Execute(error.Message[error.Message.IndexOf("create unique", StringComparison.Ordinal)..]);
        await states.Initialize(default);
    }

    public void Dispose()
    {
        foreach (var states in _opened) states.Dispose();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    private SqliteEntityStates Open()
    {
        var states = new SqliteEntityStates(Settings, TimeProvider.System);
        lock (_opened) _opened.Add(states);
        return states;
    }

    private void Execute(string sql) => Scalar<object>(sql);

    private T? Scalar<T>(string sql)
    {
        using var connection = Settings.Connection();
        connection.Open();
        return connection.Scalar<T>(sql);
    }
}
