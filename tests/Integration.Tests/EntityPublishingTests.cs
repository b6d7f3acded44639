using System.Globalization;
using System.Text;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.LocalServers;
using Akka.Events.Testing;
using Akka.Events.Torture;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Integration.Tests;

/// <summary>What entities publish, by processes that are killed, over a real Kafka and PostgreSQL.</summary>
[Collection(ServersCollection.Name)]
public sealed class EntityPublishingTests(Servers servers)
{
    [SkippableFact]
    public async Task A_copy_by_entities_whose_processes_are_killed_at_any_point_has_each_event_once_and_keeps_each_keys_order()
    {
        const int events = 8_000, keys = 50;
        var (from, to, database) = (await servers.NewTopic(4), await servers.NewTopic(2), await servers.NewDatabase());
        var random = new Random(1);
        for (var p = 0; p < 4; p++)
            await servers.Kafka.ProduceAsync(from, p, Enumerable.Range(0, events / 4).Select(i => new Message<byte[]?, byte[]?>
            {
                Key = Encoding.UTF8.GetBytes($"{p}-{random.Next(keys)}"), Value = Encoding.UTF8.GetBytes($"{i}"),
            }));

        var folder = Directory.CreateTempSubdirectory("akka-events-copy-").FullName;
        await using (var worker = new WorkerProcess(
            new LedgerOptions(servers.Kafka.Bootstrap, database, from, $"{from}-copies"), folder,
            CopyHost.Arguments(servers.Kafka.Bootstrap, database, from, to, Servers.ShortSession, entities: true)))
        {
            for (var kill = 1; kill <= 6; kill++)
            {
                await worker.Start();
                var until = kill * events / 8 + random.Next(events / 16);
                // What is killed is in the middle of handling and sending.
                await Eventually.True(() => End(to) >= until, $"{until} are copied", () => worker.LogTail(20));
                await worker.Kill();
            }
            await worker.Start();
            await Eventually.True(() => ReadToEnd(to).Count >= events, "all is copied", () => worker.LogTail(20));
            await worker.Stop();
        }

        var copies = ReadToEnd(to);
        Assert.Equal(events, copies.Count);
        Assert.Equal(events, copies.Select(copy => (copy.Key.Split('-')[0], copy.Number)).Distinct().Count());
        foreach (var key in copies.GroupBy(copy => copy.Key))
        {
            var numbers = key.Select(copy => copy.Number).ToList();
            Assert.Equal(numbers.Order(), numbers);
        }
        Directory.Delete(folder, recursive: true);
    }

    private long End(string topic)
    {
        using var consumer = Reader();
        return Enumerable.Range(0, 2).Sum(p => consumer.QueryWatermarkOffsets(new TopicPartition(topic, p), TimeSpan.FromMinutes(1)).High.Value);
    }

    private List<(string Key, int Number)> ReadToEnd(string topic)
    {
        using var consumer = Reader();
        consumer.Assign(Enumerable.Range(0, 2).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var (records, ends) = (new List<(string, int)>(), 0);
        while (ends < 2)
        {
            var record = consumer.Consume(TimeSpan.FromMinutes(2)) ?? throw new TimeoutException($"{records.Count} records in {topic}");
            if (record.IsPartitionEOF) ends++;
            else records.Add((record.Message.Key, int.Parse(record.Message.Value, CultureInfo.InvariantCulture)));
        }
        return records;
    }

    private IConsumer<string, string> Reader() => new ConsumerBuilder<string, string>(new ConsumerConfig
    {
        BootstrapServers = servers.Kafka.Bootstrap, GroupId = "reader", EnableAutoCommit = false, EnablePartitionEof = true, FetchWaitMaxMs = 10,
    }).SetLogHandler((_, _) => { }).Build();
}
