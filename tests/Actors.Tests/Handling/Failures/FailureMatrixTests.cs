using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Failures;
using Akka.Events.Kafka.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Testing;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Handling.Failures;

/// <summary>What an event that goes wrong leads to, by how it goes wrong, its handler's policy, and the handler's kind.</summary>
public sealed class FailureMatrixTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly TopicPartition Zero = new("events", 0), Retries = new("events.group.retry", 0);

    private readonly FakeTopics _topics = new FakeTopics().Create("events", 1).Create("events.group.retry", 1);
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly FakePost _post = new();

    public static TheoryData<string, FailureMode, string> Rows()
    {
        var rows = new TheoryData<string, FailureMode, string>();
        foreach (var wrong in new[] { "throws", "times out", "undecodable", "ignored", "not retried" })
            foreach (var mode in Enum.GetValues<FailureMode>())
                foreach (var kind in new[] { "plain", "batch", "entity", "transaction", "transaction of a batch" })
                    if ((mode is FailureMode.Save || kind != "transaction of a batch") && (mode is not FailureMode.RetryLater || kind != "entity"))
                        rows.Add(wrong, mode, kind);
        return rows;
    }

    [SkippableTheory]
    [MemberData(nameof(Rows))]
    public async Task An_event_that_goes_wrong_is_retried_acknowledged_or_kept_and_other_keys_go_on(string wrong, FailureMode mode, string kind)
    {
        var (retried, discarded, saved, blocked, acknowledged) = (wrong, mode) switch
        {
            ("ignored", _) => (false, 0, 0, 0, true),
            ("undecodable" or "not retried", FailureMode.Discard) => (false, 1, 0, 0, true),
            ("undecodable" or "not retried", FailureMode.Save or FailureMode.RetryLater) => (false, 0, 1, 0, true),
            ("undecodable" or "not retried", _) => (false, 0, 0, 1, false),
            (_, FailureMode.Discard) => (true, 1, 0, 0, true),
            (_, FailureMode.Save or FailureMode.RetryLater) => (true, 0, 1, 0, true),
            _ => (true, 0, 0, 0, false),
        };
        var database = kind.StartsWith("transaction", StringComparison.Ordinal) ? await NewDatabase() : null;
        foreach (var (key, text) in new[] { ("bad", wrong), ("bad", "behind"), ("good", "good") }) _topics.Append("events", key, text);
        await using var group = await EventsHarness.Start(_topics, [KindsOfHandlers.Of(kind, Handle, options =>
        {
            (options.OnFailure, options.OnUndecodable) = (mode, mode);
            options.AttemptTimeout = TimeSpan.FromMilliseconds(20);
            options.Timeout = TimeSpan.FromSeconds(1);
            options.RetryDelay = TimeSpan.FromMinutes(1);
            options.Ignore<NotSupportedException>().DontRetry<ArgumentException>(e => e.ParamName == "text");
        })], store: database is null ? null : new PostgreSqlStore(database, new PostgreSqlSettings()), post: _post);
        group.Client.Assign(Zero);
        if (mode == FailureMode.RetryLater) group.Client.Assign(Retries);
        var metrics = group.Runtime.Context.Metrics;

        if (acknowledged) await group.Handled(Zero);
        else await EventsHarness.Eventually(() => _calls.Contains("good") && (blocked == 1 ? metrics.Blocked == 1 && group.Runtime.Problem is not null : metrics.Failed > 20));

        var later = mode == FailureMode.RetryLater;
        Assert.Equal((discarded, saved, blocked), (metrics.Discarded, later ? metrics.RetriedLater : metrics.Saved, metrics.Blocked));
        if (kind == "entity") await EventsHarness.Eventually(() => _post.Records.Count == saved);
        OutgoingRecord[] letters = database is null || saved == 0 ? [.. _post.Records] : await InOutbox(database);
        Assert.Equal(saved, letters.Length);
        if (saved == 1) AssertLetter(letters[0], wrong, kind, retried, later ? "events.group.retry" : "events.group.dead-letter");
        Assert.Equal(acknowledged ? 1 : 0, _calls.Count(c => c == "behind"));
        Assert.Equal(1, _calls.Count(c => c == "good"));
        Assert.Equal(wrong == "undecodable" ? 0 : 1, Math.Min(1, _calls.Count(c => c == wrong)));
        if (retried) Assert.InRange(_calls.Count(c => c == wrong), 2, int.MaxValue);
        else Assert.InRange(_calls.Count(c => c == wrong), 0, IsBatch(kind) ? 3 : 1); // it is found among three by halves
        Assert.Equal(acknowledged ? 3 : 0, _topics.Committed.GetValueOrDefault(Zero, 0));
        if (blocked == 1) Assert.Contains($"'{kind}' at events [0] @0, key 'bad' can't be handled, and its key waits: ", group.Runtime.Problem);
        else if (acknowledged) Assert.Null(group.Runtime.Problem);
        if (kind == "entity") await AssertState(group, acknowledged);
        if (database is not null) Assert.Equal(acknowledged ? ["behind", "good"] : ["good"], await Written(database));
    }

    private static bool IsBatch(string kind) => kind.EndsWith("batch", StringComparison.Ordinal);

    private async Task<string> NewDatabase()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("create table effects (event text not null)");
        await command.ExecuteNonQueryAsync();
        return database;
    }

    private static async Task<List<string>> Written(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select event from effects order by event");
        await using var rows = await command.ExecuteReaderAsync();
        var events = new List<string>();
        while (await rows.ReadAsync()) events.Add(rows.GetString(0));
        return events;
    }

    private static async Task<OutgoingRecord[]> InOutbox(string database)
    {
        using var system = ActorSystem.Create("outbox");
        var outbox = new PostgreSqlStore(database, new PostgreSqlSettings()).OpenOutbox(system, NullLoggerFactory.Instance, 1 << 20);
        await outbox.Initialize(default);
        await outbox.TryTake("test", TimeSpan.FromMinutes(1), default);
        var (batch, _) = await outbox.Advance("test", null, false, 100, default);
        return [.. (batch?.Rows ?? []).Select(row => row.Record)];
    }

    private void AssertLetter(OutgoingRecord letter, string wrong, string kind, bool retried, string topic)
    {
        Assert.Equal((topic, "bad", wrong), (letter.Topic, Encoding.UTF8.GetString(letter.Key!), Encoding.UTF8.GetString(letter.Value!)));
        var calls = Math.Max(1, _calls.Count(c => c == wrong));
        var exception = wrong switch
        {
            "undecodable" => typeof(FormatException),
            "not retried" => typeof(ArgumentException),
            "throws" => typeof(InvalidOperationException),
            _ => typeof(AttemptTimeoutException),
        };
        var headers = new[]
        {
            (DeadLetterHeaders.Id, "events-0-0/group/" + kind), (DeadLetterHeaders.Topic, "events"), (DeadLetterHeaders.Partition, "0"),
            (DeadLetterHeaders.Offset, "0"), (DeadLetterHeaders.Group, "group"), (DeadLetterHeaders.Handler, kind),
            (DeadLetterHeaders.Exception, exception.FullName),
        };
        Assert.All(headers, h => Assert.Equal(h.Item2, FakePost.Header(letter, h.Item1)));
        Assert.StartsWith(exception.Name + ": ", FakePost.Header(letter, DeadLetterHeaders.Reason));
        var attempts = int.Parse(FakePost.Header(letter, DeadLetterHeaders.Attempts)!, CultureInfo.InvariantCulture);
        Assert.Equal(calls, attempts);
        if (!IsBatch(kind)) Assert.Equal(retried, attempts > 1); // there it is found among three by halves
        Assert.Equal(1, _post.Made[letter.Topic]);
    }

    // What a failed attempt has persisted is forgotten, however the event ended.
    private static async Task AssertState(EventsHarness group, bool acknowledged)
    {
        Assert.Equal(["good"], (await group.Ask<KindsOfHandlers.Handling, Count>("good", new GetCount())).Seen);
        if (acknowledged) Assert.Equal(["behind"], (await group.Ask<KindsOfHandlers.Handling, Count>("bad", new GetCount())).Seen);
    }

    private async Task Handle(string text, EventContext context)
    {
        _calls.Enqueue(text);
        switch (text)
        {
            case "throws":
                throw new InvalidOperationException("told to fail");
            case "times out":
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                break;
            case "ignored":
                throw new AggregateException(new NotSupportedException("doesn't matter"));
            case "not retried":
                throw new ArgumentException("never works", nameof(text));
        }
    }
}
