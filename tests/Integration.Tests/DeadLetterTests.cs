using System.Collections.Concurrent;
using System.Text;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.Kafka;
using Akka.Events.Operating;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Akka.Events.Torture;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Akka.Events.Integration.Tests;

/// <summary>Dead letters, on a real Kafka and PostgreSQL.</summary>
[Collection(ServersCollection.Name)]
public sealed class DeadLetterTests(Servers servers)
{
    [SkippableFact]
    public async Task Each_event_that_is_given_up_has_its_letter_after_kills_between_the_letters_and_their_commit()
    {
        const int bad = 1000;
        var (topic, database) = (await servers.NewTopic(2), await servers.NewDatabase());
        await using var source = NpgsqlDataSource.Create(database);
        await using (var create = source.CreateCommand(LettersHost.Table)) await create.ExecuteNonQueryAsync();
        for (var p = 0; p < 2; p++)
            await servers.Kafka.ProduceAsync(topic, p, Enumerable.Range(0, bad).Select(i => new Message<byte[]?, byte[]?>
            {
                Key = Encoding.UTF8.GetBytes($"{p}-{i % 20}"), Value = Encoding.UTF8.GetBytes(i % 2 == 0 ? $"bad{p}-{i}" : $"good{p}-{i}"),
            }));
        await using var service = await Service.Start(servers, null);
        var letters = service.Services.GetRequiredService<IDeadLetters>();
        var folder = Directory.CreateTempSubdirectory("akka-events-letters-").FullName;
        await using (var worker = new WorkerProcess(
            new LedgerOptions(servers.Kafka.Bootstrap, database, topic, $"{topic}-plain"), folder,
            LettersHost.Arguments(servers.Kafka.Bootstrap, database, topic, Servers.ShortSession)))
        {
            await worker.Start();
            // The others are in the middle of it.
            await Until(worker, () => Ids(letters, topic, "plain") == bad, "each of the first group has one");
            await worker.Kill();
            await worker.Start();
            await Until(worker, () => All(letters, topic, "plain").Count >= 2 * bad, "those of the uncommitted are there again");
            await Until(worker, () => LettersHost.Kinds.All(kind => Ids(letters, topic, kind) == bad), "each has one");
            await worker.Stop();
        }

        foreach (var kind in LettersHost.Kinds)
        {
            var all = All(letters, topic, kind);
            Assert.Equal(bad, Ids(letters, topic, kind));
            Assert.All(all, letter => Assert.Equal(($"bad{letter.Origin.Partition.Value}-{letter.Origin.Offset.Value}", "System.FormatException"), (Encoding.UTF8.GetString(letter.Value!), letter.Exception)));
            // Equal keys go where they were.
            Assert.All(all, letter => Assert.Equal(Murmur(letter.KeyBytes!), letter.Position.Partition.Value));
            if (kind == "transaction") Assert.Equal(bad, all.Count);
        }
        await using var count = source.CreateCommand("select count(*) from handled where event like 'good%'");
        Assert.Equal((long)bad, await count.ExecuteScalarAsync());
        Assert.Equal(bad, await letters.DiscardAsync(new DeadLetterFilter(topic, $"{topic}-transaction")));
        Assert.Empty(All(letters, topic, "transaction"));
        Directory.Delete(folder, recursive: true);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_that_are_put_off_come_back_out_of_a_topic_made_like_theirs_also_in_the_next_process(bool entity)
    {
        var (topic, name) = (await servers.NewTopic(3), servers.NewName("group"));
        await servers.Kafka.ProduceAsync(topic, 2, Enumerable.Range(0, 20).Select(i => new Message<byte[]?, byte[]?>
        {
            Key = "key-2"u8.ToArray(), Value = Encoding.UTF8.GetBytes($"{i}"),
        }));
        var database = entity ? await servers.NewDatabase() : null;
        (Putting.Works, Putting.Topic) = (false, Topic.Text(topic));
        Putting.Seen.Clear();
        await using (var first = await Start())
        {
            await Eventually.True(() => first.Status.Handled >= 20, "all are put off", () => first.Log);
            Assert.Equal(3, (await first.Services.GetRequiredService<IEventTopics>().DescribeAsync($"{topic}.{name}.retry"))!.Partitions);
        }
        Putting.Seen.Clear();
        Putting.Works = true;
        await using var second = await Start();
        await Eventually.True(() => second.Status.Partitions.Sum(p => p.Lag ?? 1) == 0 && Putting.Seen.Distinct().Count() == 20, "all have come back", () => second.Log);
        Assert.Equal(20, Putting.Seen.Count);
        Assert.All(Putting.Seen, seen => Assert.Equal(seen.Text, $"{seen.Offset}"));
        Assert.Equal(0, second.Status.Saved);

        Task<Service> Start() => Service.Start(
            servers, group => _ = entity
                ? group.Entity<Putting.Entity>(e => Putting.Later(e.Handler))
                : group.Handle(Putting.Topic, "off", (text, context) => Putting.Handle(text, context.Offset), Putting.Later), database, name: name);
    }

    private static class Putting
    {
        public static readonly ConcurrentQueue<(string Text, long Offset)> Seen = new();

        public static volatile bool Works;

        public static Topic<string> Topic { get; set; } = null!;

        public static void Later(HandlerOptions options)
        {
            // However long the first process lives: they wait no longer for that, and don't become dead letters.
            (options.OnFailure, options.RetryDelay, options.MaxRetryDelay, options.MaxRetries) = (FailureMode.RetryLater, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), 1_000);
            options.DontRetry<FormatException>();
        }

        public static void Handle(string text, long offset)
        {
            if (!Works) throw new FormatException("told to");
            Seen.Enqueue((text, offset));
        }

        public sealed class Entity : EntityActor<int>
        {
            public Entity()
            {
                On(Topic, text => Handle(text, Event.Offset));
                Apply<int>((sum, one) => sum + one);
            }
        }
    }

    private static int Murmur(byte[] key) => Murmur2Partitioner.Partition(key, 2);

    private static Task Until(WorkerProcess worker, Func<bool> condition, string what) => Eventually.True(condition, what, () => worker.LogTail(20));

    private static int Ids(IDeadLetters letters, string topic, string kind) => All(letters, topic, kind).Select(letter => letter.Id).Distinct().Count();

    private static IReadOnlyList<DeadLetter> All(IDeadLetters letters, string topic, string kind) =>
        letters.ListAsync(new DeadLetterFilter(topic, $"{topic}-{kind}"), count: 10_000).GetAwaiter().GetResult().Letters;
}
