using System.Text;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.LocalServers;
using Akka.Events.Operating;
using Akka.Events.Testing;
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

    private static int Murmur(byte[] key) => Akka.Events.Topics.Murmur2Partitioner.Partition(key, 2);

    private static Task Until(WorkerProcess worker, Func<bool> condition, string what) => Eventually.True(condition, what, () => worker.LogTail(20));

    private static int Ids(IDeadLetters letters, string topic, string kind) => All(letters, topic, kind).Select(letter => letter.Id).Distinct().Count();

    private static IReadOnlyList<DeadLetter> All(IDeadLetters letters, string topic, string kind) =>
        letters.ListAsync(new DeadLetterFilter(topic, $"{topic}-{kind}"), count: 10_000).GetAwaiter().GetResult().Letters;
}
