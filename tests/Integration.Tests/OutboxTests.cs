using System.Text;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.Kafka;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Akka.Events.Torture;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Akka.Events.Integration.Tests;

/// <summary>Events published inside of database transactions, over a real Kafka and PostgreSQL.</summary>
[Collection(ServersCollection.Name)]
public sealed class OutboxTests(Servers servers)
{
    [SkippableFact]
    public async Task What_is_committed_arrives_once_and_in_order_and_what_is_rolled_back_never()
    {
        var (name, database) = (await servers.NewTopic(1), await servers.NewDatabase());
        var topic = Topic.Text(name);
        await using var service = await Start(database);
        var outbox = service.Services.GetRequiredService<IOutbox>();
        await using var source = NpgsqlDataSource.Create(database);
        for (var i = 0; i < 20; i++)
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await outbox.PublishAllAsync(transaction, topic, [$"{i}a", $"{i}b"], _ => new PublishOptions { Key = "k", Id = $"id-{i}" });
            if (i % 2 == 0) await transaction.CommitAsync();
        }

        var records = Read(name, 20);
        Assert.Equal(Enumerable.Range(0, 10).SelectMany(i => new[] { $"{2 * i}a", $"{2 * i}b" }), records.Select(Text));
        Assert.Equal("id-18", Encoding.UTF8.GetString(records[^1].Message.Headers.GetLastBytes("ce_id")));
        await Eventually.True(() => Waiting(outbox) == 0, "the outbox is empty", () => service.Log);
    }

    [SkippableFact]
    public async Task A_transaction_that_commits_late_is_not_passed_over()
    {
        var (name, database) = (await servers.NewTopic(1), await servers.NewDatabase());
        await using var service = await Start(database);
        var outbox = service.Services.GetRequiredService<IOutbox>();
        await using var source = NpgsqlDataSource.Create(database);
        await using var slow = await source.OpenConnectionAsync();
        await using var late = await slow.BeginTransactionAsync();
        await outbox.PublishAsync(late, Topic.Text(name), "late", new PublishOptions { Key = "late" });
        for (var i = 0; i < 5; i++)
        {
            await Publish(source, outbox, name, "k", $"{i}");
            Assert.Equal($"{i}", Text(Read(name, i + 1)[^1]));
        }
        await late.CommitAsync();

        Assert.Equal("late", Text(Read(name, 6)[^1]));
    }

    [SkippableFact]
    public async Task An_event_that_can_not_be_sent_stops_its_key_alone_is_shown_and_can_be_skipped()
    {
        var (name, database) = (servers.NewName("small"), await servers.NewDatabase());
        await servers.Kafka.CreateTopicAsync(name, 1, "max.message.bytes=2000");
        await using var service = await Start(database);
        var outbox = service.Services.GetRequiredService<IOutbox>();
        var status = service.Services.GetRequiredService<IEventsStatus>();
        await using var source = NpgsqlDataSource.Create(database);
        var large = new string('x', 5000);
        await using (var connection = await source.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            foreach (var (key, text) in new[] { ("a", "a1"), ("b", large), ("a", "a2"), ("b", "b2"), ("c", "c1") })
                await outbox.PublishAsync(transaction, Topic.Text(name), text, new PublishOptions { Key = key });
            await transaction.CommitAsync();
        }

        Assert.Equal(["a1", "a2", "c1"], Read(name, 3).Select(Text));
        await Eventually.True(() => status.Outbox!.Problems.Count == 1, "it is shown", () => service.Log);
        Assert.Equal(ProblemCause.EventRefused, status.Outbox!.Problems[0].Cause);
        Assert.Contains("(key 'b')", status.Outbox.Problems[0].Text);
        var refused = Assert.Single((await outbox.GetBacklogAsync()).Refused);
        Assert.Equal((name, "b", false), (refused.Topic, refused.Key, refused.StopsTopic));

        Assert.True(await outbox.SkipAsync(refused.Id));
        Assert.Equal("b2", Text(Read(name, 4)[^1]));
        await Eventually.True(() => status.Outbox!.Problems.Count == 0, "it is shown no longer", () => service.Log);
    }

    [SkippableFact]
    public async Task Events_of_a_missing_topic_wait_together_and_go_on_when_it_is_there()
    {
        var (there, missing, database) = (await servers.NewTopic(1), servers.NewName("missing"), await servers.NewDatabase());
        await using var service = await Start(database, create: false);
        var outbox = service.Services.GetRequiredService<IOutbox>();
        var status = service.Services.GetRequiredService<IEventsStatus>();
        await using var source = NpgsqlDataSource.Create(database);
        for (var i = 0; i < 5; i++) await Publish(source, outbox, missing, $"key-{i}", $"{i}");
        await Publish(source, outbox, there, "k", "goes on");
        Assert.Equal("goes on", Text(Read(there, 1)[0]));
        await Eventually.True(() => status.Outbox!.Problems.Count > 0, "it is shown", () => service.Log);
        var refused = Assert.Single((await outbox.GetBacklogAsync()).Refused);
        Assert.True(refused.StopsTopic);

        await servers.Kafka.CreateTopicAsync(missing, 1);
        Assert.True(await outbox.RetryAsync(refused.Id));
        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"{i}"), Read(missing, 5).Select(Text));
        await Eventually.True(() => status.Outbox!.Problems.Count == 0, "it is shown no longer", () => service.Log);
    }

    [SkippableFact]
    public async Task What_cant_be_published_is_refused_in_the_transaction_which_goes_on()
    {
        var (name, database) = (await servers.NewTopic(1), await servers.NewDatabase());
        await using var service = await Start(database);
        var outbox = service.Services.GetRequiredService<IOutbox>();
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var large = await Assert.ThrowsAsync<PublishException>(
            () => outbox.PublishAsync(transaction, Topic.Text(name), new string('x', 1_000_001), new PublishOptions { Key = "k" }));
        Assert.Contains("1,000,000 are allowed", large.Message);
        await outbox.PublishAsync(transaction, Topic.Text(name), "fits", new PublishOptions { Key = "k" });
        await transaction.CommitAsync();

        Assert.Equal("fits", Text(Read(name, 1)[0]));
    }

    [SkippableFact]
    public async Task A_copy_by_processes_that_are_killed_at_any_point_has_each_event_once_and_keeps_each_keys_order()
    {
        const int events = 6_000, keys = 50;
        var (from, to, database) = (await servers.NewTopic(4), await servers.NewTopic(2), await servers.NewDatabase());
        await using var source = NpgsqlDataSource.Create(database);
        await using (var create = source.CreateCommand(CopyHost.Table)) await create.ExecuteNonQueryAsync();
        var random = new Random(1);
        for (var p = 0; p < 4; p++)
            await servers.Kafka.ProduceAsync(from, p, Enumerable.Range(0, events / 4).Select(i => new Message<byte[]?, byte[]?>
            {
                Key = Encoding.UTF8.GetBytes($"{p}-{random.Next(keys)}"), Value = Encoding.UTF8.GetBytes($"{i}"),
            }));

        var folder = Directory.CreateTempSubdirectory("akka-events-copy-").FullName;
        await using (var worker = Copier(database, from, to, folder))
        {
            for (var kill = 1; kill <= 5; kill++)
            {
                await worker.Start();
                var until = (kill * events / 7) + random.Next(events / 14);
                // What is killed is in the middle of handling, forwarding and settling.
                await Eventually.True(() => Count(source, "select count(*) from copied") >= until, $"{until} are copied", () => worker.LogTail(20));
                await worker.Kill();
            }
            await worker.Start();
            await Eventually.True(
                () => Count(source, "select count(*) from copied") == events && Count(source, "select count(*) from akka_events.outbox") == 0,
                "all is copied and forwarded", () => worker.LogTail(20));
            await worker.Stop();
        }

        Assert.Equal(events, Count(source, "select count(distinct (split_part(key, '-', 1), value)) from copied"));
        var copies = Read(to, events, partitions: 2);
        Assert.Equal(events, copies.Count);
        foreach (var key in copies.GroupBy(r => Encoding.UTF8.GetString(r.Message.Key!)))
        {
            var numbers = key.Select(r => int.Parse(Text(r))).ToList();
            Assert.Equal(numbers.Order().Distinct(), numbers);
        }
        Assert.Equal(0, Count(source, "select count(*) from akka_events.outbox_forwarder where batch is not null"));
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task Another_process_forwards_within_seconds_of_the_forwarders_kill()
    {
        var (from, to, database) = (await servers.NewTopic(1), await servers.NewTopic(1), await servers.NewDatabase());
        await using var source = NpgsqlDataSource.Create(database);
        await using (var create = source.CreateCommand(CopyHost.Table)) await create.ExecuteNonQueryAsync();
        var folder = Directory.CreateTempSubdirectory("akka-events-copy-").FullName;
        await using var worker = Copier(database, from, to, folder);
        await worker.Start();
        await Eventually.True(() => HasForwarder(source), "the worker forwards", () => worker.LogTail(20));
        await using var service = await Start(database);
        var outbox = service.Services.GetRequiredService<IOutbox>();
        await Publish(source, outbox, to, "k", "by the worker");
        Assert.Single(Read(to, 1));
        Assert.False(service.Services.GetRequiredService<IEventsStatus>().Outbox!.Forwards);

        await worker.Kill();
        var killed = TimeProvider.System.GetTimestamp();
        await Publish(source, outbox, to, "k", "by the other");
        Assert.Equal("by the other", Text(Read(to, 2)[^1]));
        // 4 s and a little; the limit is a starved machine's.
        Assert.InRange(TimeProvider.System.GetElapsedTime(killed), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Directory.Delete(folder, recursive: true);
    }

    private WorkerProcess Copier(string database, string from, string to, string folder) => new(
        new LedgerOptions(servers.Kafka.Bootstrap, database, from, $"{from}-copies"), folder,
        CopyHost.Arguments(servers.Kafka.Bootstrap, database, from, to, Servers.ShortSession));

    private Task<Service> Start(string database, bool create = true) =>
        Service.Start(servers, null, database, topics: o => o.Create = create, outbox: o => o.PollInterval = TimeSpan.FromMilliseconds(200));

    private static async Task Publish(NpgsqlDataSource source, IOutbox outbox, string topic, string key, string text)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await outbox.PublishAsync(transaction, Topic.Text(topic), text, new PublishOptions { Key = key });
        await transaction.CommitAsync();
    }

    private static bool HasForwarder(NpgsqlDataSource source) =>
        Count(source, "select count(*) from pg_tables where tablename = 'outbox_forwarder'") == 1
        && Count(source, "select count(*) from akka_events.outbox_forwarder where holder is not null") == 1;

    private static long Count(NpgsqlDataSource source, string sql)
    {
        using var command = source.CreateCommand(sql);
        return (long)command.ExecuteScalar()!;
    }

    private static long Waiting(IOutbox outbox) => outbox.GetBacklogAsync().GetAwaiter().GetResult().Waiting;

    // Readers have read_committed by default; the helper gives so many, and one that is there twice is among them.
    private IReadOnlyList<ConsumeResult<byte[]?, byte[]?>> Read(string topic, int count, int partitions = 1) =>
        servers.Kafka.ReadAll(topic, partitions, count);

    private static string Text(ConsumeResult<byte[]?, byte[]?> record) => Encoding.UTF8.GetString(record.Message.Value!);
}
