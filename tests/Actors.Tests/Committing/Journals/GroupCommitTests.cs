using Akka.Events.Persistence.PostgreSql.Internal.Journal;
using Akka.Events.Tests.Support;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Committing.Journals;

/// <summary>Which rows go into a statement together, with statements that end when the test says so.</summary>
public sealed class GroupCommitTests
{
    private readonly ManualTimers _time = new();
    private readonly List<Statement> _statements = [];

    [Fact]
    public async Task What_gathers_while_a_statement_is_under_way_goes_as_the_next()
    {
        var group = Group();
        Task[] writes = [Write(group, "a"), Write(group, "b"), Write(group, "c")];
        Assert.Equal(["a"], Under(0));
        Assert.Single(_statements);
        _statements[0].End();
        await writes[0];
        Assert.Equal(["b", "c"], Under(1));
        Assert.False(writes[1].IsCompleted);
        _statements[1].End();
        await Task.WhenAll(writes);
        Assert.Equal(2, _statements.Count);
    }

    [Fact]
    public async Task Of_a_group_that_is_refused_each_is_tried_by_itself_and_only_the_one_that_collides_fails()
    {
        var group = Group();
        var first = Write(group, "first");
        Task[] writes = [Write(group, "a"), Write(group, "b"), Write(group, "c")];
        _statements[0].End();
        _statements[1].End(Refused());
        Assert.Equal([["a"], ["b"], ["c"]], _statements[2..].Select(s => s.Ids));
        Assert.All(writes, write => Assert.False(write.IsCompleted));
        _statements[2].End();
        _statements[3].End(Refused());
        _statements[4].End();
        await Task.WhenAll(first, writes[0], writes[2]);
        Assert.Equal("23505", (await Assert.ThrowsAsync<PostgresException>(() => writes[1])).SqlState);
    }

    [Fact]
    public async Task A_group_whose_end_is_not_known_fails_as_a_whole()
    {
        var group = Group();
        var first = Write(group, "first");
        Task[] writes = [Write(group, "a"), Write(group, "b")];
        _statements[0].End();
        _statements[1].End(new NpgsqlException("the connection is gone"));
        await first;
        foreach (var write in writes) await Assert.ThrowsAsync<NpgsqlException>(() => write);
        Assert.Equal(2, _statements.Count);
    }

    [Fact]
    public async Task A_group_that_a_pooler_or_the_sessions_end_answers_for_fails_as_a_whole()
    {
        var group = Group();
        var first = Write(group, "first");
        Task[] writes = [Write(group, "a"), Write(group, "b")];
        _statements[0].End();
        _statements[1].End(new PostgresException("server conn crashed?", "FATAL", "FATAL", PostgresErrorCodes.ProtocolViolation));
        await first;
        // Each by itself would collide with its own row, if they are written.
        Assert.Equal(2, _statements.Count);
        foreach (var write in writes) await Assert.ThrowsAsync<PostgresException>(() => write);
    }

    [Fact]
    public void A_row_that_is_to_go_alone_waits_for_no_group_and_none_waits_for_it()
    {
        var group = Group();
        _ = Write(group, "a");
        _ = Write(group, "marker", alone: true);
        Assert.Equal([["a"], ["marker"]], _statements.Select(s => s.Ids));
        _statements[0].End();
        _ = Write(group, "b");
        Assert.Equal(["b"], Under(2));
    }

    [Fact]
    public void Large_rows_go_alone_and_no_more_statements_are_under_way_than_may_be()
    {
        var group = Group(new GroupLimits { Statements = 2, GroupBytes = 1_000 });
        foreach (var id in (string[])["a", "b", "c"]) _ = Write(group, id, bytes: 5_000);
        Assert.Equal([["a"], ["b"]], _statements.Select(s => s.Ids));
        _statements[1].End();
        Assert.Equal(["c"], Under(2));
    }

    [Fact]
    public void Once_a_groups_bytes_have_gathered_it_waits_for_no_other()
    {
        var group = Group(new GroupLimits { GroupBytes = 1_000 });
        _ = Write(group, "first");
        foreach (var id in (string[])["a", "b", "c", "d"]) _ = Write(group, id, bytes: 300);
        Assert.Equal(["a", "b"], Under(1));
        Assert.Equal(2, _statements.Count);
        _statements[0].End();
        Assert.Equal(2, _statements.Count); // the second is under way, and takes what has gathered when it ends
        _statements[1].End();
        Assert.Equal(["c", "d"], Under(2));
    }

    [Fact]
    public void Behind_a_statement_that_does_not_end_rows_wait_no_longer_than_their_patience()
    {
        var group = Group();
        _ = Write(group, "stuck");
        _time.Advance(TimeSpan.FromMilliseconds(15));
        _ = Write(group, "a");
        _ = Write(group, "b");
        Assert.Single(_statements);
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(["a", "b"], Under(1));
        _ = Write(group, "c");
        _statements[1].End();
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(["c"], Under(2));
    }

    [Fact]
    public async Task What_is_withdrawn_while_it_waits_is_never_written_and_what_is_under_way_ends_by_itself()
    {
        var group = Group();
        using var given = new CancellationTokenSource();
        var under = Write(group, "under", ct: given.Token);
        Task[] waiting = [Write(group, "a", ct: given.Token), Write(group, "b")];
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting[0]);
        await group.Settled("a");
        Assert.False(under.IsCompleted);
        _statements[0].End();
        await under;
        Assert.Equal(["b"], Under(1));
    }

    [Fact]
    public async Task A_shard_is_settled_when_its_write_has_ended_whatever_its_end()
    {
        var group = Group();
        await group.Settled("a");
        var write = Write(group, "a");
        var settled = group.Settled("a");
        Assert.False(settled.IsCompleted);
        _statements[0].End(new NpgsqlException("timeout"));
        await settled;
        await Assert.ThrowsAsync<NpgsqlException>(() => write);
    }

    [Fact]
    public void Whatever_ends_how_each_write_is_answered_once_and_each_row_written_at_most_once()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var limits = new GroupLimits { Statements = 3, GroupBytes = 2_000 };
        var group = Group(limits);
        var shards = Enumerable.Range(0, 20).Select(i => (Id: $"{i}", Nr: 0)).ToArray();
        var writes = new Task[shards.Length];
        var (wanted, written) = (new HashSet<(string, long)>(), new List<(string, long)>());
        for (var step = 0; step < 5_000; step++)
        {
            var shard = random.Next(shards.Length);
            if (writes[shard] is null or { IsCompleted: true })
            {
                if (writes[shard] is { IsFaulted: true } failed) Assert.IsType<PostgresException>(failed.Exception!.InnerException);
                shards[shard].Nr++;
                wanted.Add((shards[shard].Id, shards[shard].Nr));
                writes[shard] = group.Write(
                    [new JournalRow(shards[shard].Id, shards[shard].Nr, new byte[random.Next(900)], "", 1)], random.Next(10) == 0, default);
            }
            while (random.Next(2) == 0 && _statements.Where(s => !s.Ended).ToArray() is { Length: > 0 } open)
            {
                Assert.InRange(open.Length, 1, limits.Statements);
                var statement = open[random.Next(open.Length)];
                var refused = random.Next(5) == 0;
                if (!refused) written.AddRange(statement.Rows.Select(row => (row.PersistenceId, row.SequenceNr)));
                statement.End(refused ? Refused() : null);
            }
            if (random.Next(20) == 0) _time.Advance(limits.Patience);
        }
        while (_statements.Find(s => !s.Ended) is { } open)
        {
            written.AddRange(open.Rows.Select(row => (row.PersistenceId, row.SequenceNr)));
            open.End();
        }
        Assert.True(writes.All(write => write.IsCompleted), $"seed {seed}");
        Assert.True(written.Count == written.Distinct().Count(), $"seed {seed}: a row was written twice");
        Assert.True(written.All(wanted.Contains), $"seed {seed}");
    }

    private GroupCommit Group(GroupLimits? limits = null) => new(
        rows =>
        {
            var statement = new Statement(rows);
            _statements.Add(statement);
            return statement.Task;
        },
        limits ?? new GroupLimits(), _time);

    private static Task Write(GroupCommit group, string id, bool alone = false, int bytes = 10, CancellationToken ct = default) =>
        group.Write([new JournalRow(id, 1, new byte[bytes], "", 1)], alone, ct);

    private string[] Under(int statement) => _statements[statement].Ids;

    private static PostgresException Refused() => new("duplicate key", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation);

    private sealed class Statement(IReadOnlyList<JournalRow> rows)
    {
        private readonly TaskCompletionSource _end = new();

        public IReadOnlyList<JournalRow> Rows => rows;

        public string[] Ids => [.. rows.Select(row => row.PersistenceId)];

        public Task Task => _end.Task;

        public bool Ended => _end.Task.IsCompleted;

        public void End(Exception? failure = null)
        {
            // What goes on from here does so now and here, as on the threads of the pool: the tests' context would have it go on elsewhere.
            var context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            if (failure is null) _end.SetResult();
            else _end.SetException(failure);
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
