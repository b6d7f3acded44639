using System.Diagnostics;
using System.Text;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.Publishing;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Record = Confluent.Kafka.Message<byte[]?, byte[]?>;

namespace Akka.Events.Integration.Tests;

/// <summary>Records as they come from other people's producers, on a real Kafka.</summary>
[Collection(ServersCollection.Name)]
public sealed class RecordTests(Servers servers)
{
    private static readonly byte[] Good = """{"size":1}"""u8.ToArray();

    [SkippableFact]
    public async Task Records_that_cannot_be_decoded_are_discarded_where_that_is_asked_for_and_the_others_go_on()
    {
        var topic = await servers.NewTopic(1);
        await servers.Kafka.ProduceAsync(topic, 0, Broken());
        var sizes = new Handled<int>();
        await using var service = await Service.Start(servers, group => group.Handle(
            Topic.Json<Parcel>(topic), "sizes", (parcel, context) => sizes.Add(context.Offset, parcel.Size),
            o => o.OnUndecodable = FailureMode.Discard));
        await Finished(service, 7);
        Assert.Equal([(0, 1), (6, 1)], sizes.ByOffset);
        Assert.Equal(4, service.Status.Discarded); // all but the record without a value, a tombstone
        Assert.True(service.Log.Has("discards", $"{topic} [0] @1", "no JSON of a Parcel"), service.Log.ToString());
    }

    [SkippableFact]
    public async Task Records_that_cannot_be_decoded_block_their_watermark_else_and_the_others_go_on()
    {
        var topic = await servers.NewTopic(1);
        await servers.Kafka.ProduceAsync(topic, 0, Broken());
        var sizes = new Handled<int>();
        await using var service = await Service.Start(servers, group => group.Handle(
            Topic.Json<Parcel>(topic), "sizes", (parcel, context) => sizes.Add(context.Offset, parcel.Size)));
        await Eventually.True(() => sizes.Count == 2, "the good ones are handled", () => service.Log);
        await Eventually.True(
            () => service.Status.Partitions.Single().Watermark == 1, "the watermark waits for the first bad one",
            () => service.Status.Partitions.Single());
        Assert.True(service.Status.BlockedKeys > 0);
        Assert.True(service.Log.Has($"{topic} [0] @1, ", "blocks 'sizes'", "no JSON of a Parcel"), service.Log.ToString());
    }

    [SkippableFact]
    public async Task An_entity_refuses_records_without_a_key_and_keeps_every_other_kind_of_key_apart()
    {
        var topic = await servers.NewTopic(1);
        byte[] odd = [0xff, 0x00, 0xc3, 0x28];
        var big = Enumerable.Repeat((byte)'k', 100_000).ToArray();
        byte[]?[] keys = [[], odd, big, null, "plain"u8.ToArray(), odd, [], big];
        await servers.Kafka.ProduceAsync(topic, 0, keys.Select(key => new Record { Key = key, Value = Good }));
        var postgres = await servers.NewDatabase();
        await using var service = await Service.Start(
            servers,
            group => group.Entity<Keeper>(e =>
            {
                e.UseProps(_ => Akka.Actor.Props.Create(() => new Keeper(Topic.Json<Parcel>(topic))));
                e.Handler.OnUndecodable = FailureMode.Discard;
            }),
            postgres);
        await Finished(service, keys.Length);
        Assert.Equal(1, service.Status.Discarded);
        var entities = service.Services.GetRequiredService<IEntities>();
        foreach (var key in new[] { [], odd, big })
            Assert.Equal(2, (await entities.Ask<Keeper, Kept>(KeyText.ToText(key), new GetKept())).Size);
        Assert.Equal(1, (await entities.Ask<Keeper, Kept>("plain", new GetKept())).Size);
    }

    [SkippableFact]
    public async Task Large_values_many_headers_and_odd_timestamps_are_handled()
    {
        var topic = await servers.NewTopic(1);
        var headers = new Headers();
        for (var i = 0; i < 100; i++) headers.Add($"header-{i}", Encoding.UTF8.GetBytes($"value {i}"));
        headers.Add("nothing", null);
        await servers.Kafka.ProduceAsync(topic, 0,
        [
            new Record { Key = "large"u8.ToArray(), Value = Enumerable.Repeat((byte)'x', 999_000).ToArray() },
            new Record { Key = "headers"u8.ToArray(), Value = "x"u8.ToArray(), Headers = headers },
            new Record { Key = "1970"u8.ToArray(), Value = "x"u8.ToArray(), Timestamp = new Timestamp(1, TimestampType.CreateTime) },
            new Record { Key = "empty"u8.ToArray(), Value = [] },
        ]);
        var seen = new Handled<string>();
        await using var service = await Service.Start(servers, group => group.Handle(
            Topic.Bytes(topic), "all", (bytes, context) => seen.Add(
                context.Offset,
                $"{context.Key} {bytes.Length} {context.Headers?.Count ?? 0} {context.Timestamp?.ToUnixTimeMilliseconds() == 1}")));
        await Finished(service, 4);
        Assert.Equal(
            [(0, "large 999000 0 False"), (1, "headers 1 101 False"), (2, "1970 1 0 True"), (3, "empty 0 0 False")], seen.ByOffset);
    }

    [SkippableTheory]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public async Task Batches_of_each_codec_are_read(CompressionType codec)
    {
        var topic = await servers.NewTopic(1);
        using (var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = servers.Kafka.Bootstrap, CompressionType = codec, LingerMs = 50 }).Build())
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => producer.ProduceAsync(
                new TopicPartition(topic, 0), new Message<string, string> { Key = $"k{i % 7}", Value = $"{i} {new string('x', 100)}" })));
        var seen = new Handled<string>();
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Text(topic), "all", (text, context) => seen.Add(context.Offset, text.Split(' ')[0])));
        await Finished(service, 500);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i}"), seen.ByOffset.Select(r => r.Value));
    }

    [SkippableFact]
    public async Task Of_transactional_input_only_what_was_committed_is_handled_and_nothing_stalls()
    {
        var topic = await servers.NewTopic(1);
        var config = new ProducerConfig { BootstrapServers = servers.Kafka.Bootstrap, TransactionalId = topic };
        using (var producer = new ProducerBuilder<string, string>(config).Build())
        {
            producer.InitTransactions(TimeSpan.FromMinutes(2));
            for (var transaction = 0; transaction < 6; transaction++)
            {
                producer.BeginTransaction();
                for (var i = 0; i < 10; i++) producer.Produce(
                    new TopicPartition(topic, 0), new Message<string, string> { Key = "k", Value = $"{transaction}" });
                producer.Flush(TimeSpan.FromMinutes(2));
                if (transaction % 2 == 0) producer.CommitTransaction();
                else producer.AbortTransaction();
            }
        }
        var seen = new Handled<string>();
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Text(topic), "all", (text, context) => seen.Add(context.Offset, text)));
        await Eventually.True(() => seen.Count == 30, "what was committed is handled", () => service.Log);
        Assert.Equal(["0", "2", "4"], seen.ByOffset.Select(r => r.Value).Distinct());
        // The last committed transaction ends at offset 54; behind it lie its marker and an aborted one, which hold no record to finish.
        await Eventually.True(
            () => Torture.Recount.Committed(servers.Kafka.Bootstrap, topic, 1, service.Group)[0] >= 54, "its offsets are committed",
            () => service.Status.Partitions.Single());
        Assert.Equal(30, seen.Count);
    }

    [SkippableFact]
    public async Task A_compacted_topic_with_gaps_is_handled_to_its_end()
    {
        var topic = servers.NewName("compacted");
        await servers.Kafka.CreateTopicAsync(
            topic, 1, "cleanup.policy=compact", "segment.ms=50", "min.cleanable.dirty.ratio=0.01", "max.compaction.lag.ms=100",
            "delete.retention.ms=0");
        long[] offsets = [];
        var begun = Stopwatch.GetTimestamp();
        for (var round = 0; offsets.Length == 0 || offsets[^1] - offsets[0] < offsets.Length; round++)
        {
            // A new segment begins with a record that comes later; only closed segments are compacted. One key a round stays, with gaps
            // around it.
            await servers.Kafka.ProduceAsync(topic, 0, Enumerable.Range(0, 50).Select(
                i => new Record { Key = Encoding.UTF8.GetBytes(i == 25 ? $"only {round}" : $"k{i % 5}"), Value = Good }));
            offsets = [.. Read(topic)];
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(2), "Kafka has compacted nothing");
        }
        var seen = new Handled<int>();
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Json<Parcel>(topic), "sizes", (parcel, context) => seen.Add(context.Offset, parcel.Size)));
        await Finished(service, offsets[^1] + 1);
        Assert.Equal(seen.Count, seen.ByOffset.Select(r => r.Offset).Distinct().Count());
        Assert.True(seen.Count <= offsets.Length);
        Assert.False(service.Log.Has("are gone from Kafka"));
    }

    [SkippableFact]
    public async Task Timestamps_of_a_far_future_are_handled()
    {
        var topic = servers.NewName("future");
        await servers.Kafka.CreateTopicAsync(topic, 1, $"message.timestamp.after.max.ms={long.MaxValue}");
        long[] times = [DateTimeOffset.MaxValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() + 1_000_000];
        await servers.Kafka.ProduceAsync(
            topic, 0, times.Select(time => new Record { Value = Good, Timestamp = new Timestamp(time, TimestampType.CreateTime) }));
        var seen = new Handled<DateTimeOffset?>();
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Bytes(topic), "all", (_, context) => seen.Add(context.Offset, context.Timestamp)));
        await Finished(service, 2);
        Assert.All(seen.ByOffset, record => Assert.Equal(9999, record.Value!.Value.Year));
    }

    [SkippableFact]
    public async Task Records_of_many_megabytes_are_published_and_handled_where_the_topic_allows_them()
    {
        const int MB = 1_000_000;
        var (large, small) = (servers.NewName("large"), await servers.NewTopic(1));
        await servers.Kafka.CreateTopicAsync(large, 1, $"max.message.bytes={30 * MB}");
        var seen = new Handled<int>();
        long sent = 0;
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, l) => { if (instrument.Name == "messaging.client.sent.messages") l.EnableMeasurementEvents(instrument); };
        listener.SetMeasurementEventCallback<long>(
            (_, count, tags, _) => { foreach (var tag in tags) if (tag.Value as string == large) Interlocked.Add(ref sent, count); });
        listener.Start();
        await using var service = await Service.Start(
            servers,
            group => group.Handle(Topic.Bytes(large), "all", (bytes, context) => seen.Add(context.Offset, bytes.Length)),
            publishing: publish => publish.MaxRecordBytes = 30 * MB);
        var events = service.Services.GetRequiredService<IEvents>();
        // The last is larger than what may be under way of a partition.
        int[] sizes = [10 * MB, 1, 10 * MB, 20 * MB, 1];
        foreach (var size in sizes) await events.PublishAsync(Topic.Bytes(large), new byte[size]);
        await Finished(service, sizes.Length);
        Assert.Equal(sizes, seen.ByOffset.Select(r => r.Value));
        Assert.Equal(sizes.Length, sent);
        var refused = await Assert.ThrowsAsync<PublishException>(() => events.PublishAsync(Topic.Bytes(small), new byte[10 * MB]));
        Assert.Contains("max.message.bytes", refused.Message);
    }

    [SkippableFact]
    public async Task Many_keys_of_a_kilobyte_are_kept_apart_across_a_restart()
    {
        const int keys = 4_000;
        var key = "777".PadLeft(1000, 'k');
        var owner = Murmur2Partitioner.Partition(Encoding.ASCII.GetBytes(key), 2);
        var (topic, postgres, name) = (await servers.NewTopic(2), await servers.NewDatabase(), servers.NewName("group"));
        for (var partition = 0; partition < 2; partition++)
            await servers.Kafka.ProduceAsync(topic, partition, Enumerable.Range(0, keys / 2).Select(
                i => new Record { Key = Encoding.ASCII.GetBytes($"{i}".PadLeft(1000, 'k')), Value = "v"u8.ToArray() }));
        for (var run = 1; run <= 2; run++)
        {
            await using var service = await Service.Start(
                servers, Tallies, postgres, name);
            await Eventually.True(
                () => service.Status.Partitions.Sum(p => p.Watermark ?? 0) == keys + (run - 1) * 2, "all are handled",
                () => $"{service.Status}\n{service.Log}");
            Assert.Null(service.Status.Problem);
            if (run == 2) Assert.Equal(3, await Tally.Ask(service, key));
            else await servers.Kafka.ProduceAsync(topic, owner, [new Record { Key = Encoding.ASCII.GetBytes(key), Value = [1] }, new Record { Key = Encoding.ASCII.GetBytes(key), Value = [1] }]);
        }

        void Tallies(GroupBuilder group)
        {
            group.Options(o => o.Checkpoint.MaxTailEvents = 1_000);
            Tally.Of(group, topic);
        }
    }

    private IEnumerable<long> Read(string topic)
    {
        var end = Torture.Recount.Ends(servers.Kafka.Bootstrap, topic, 1)[0];
        using var consumer = new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig { BootstrapServers = servers.Kafka.Bootstrap, GroupId = "gaps" }).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        long offset;
        do yield return offset = (consumer.Consume(TimeSpan.FromMinutes(2)) ?? throw new TimeoutException($"no record in {topic} before {end}")).Offset.Value;
        while (offset < end - 1);
    }

    private static Record[] Broken() =>
    [
        new() { Key = "good"u8.ToArray(), Value = Good },
        new() { Key = "text"u8.ToArray(), Value = "no JSON"u8.ToArray() },
        new() { Key = "cut"u8.ToArray(), Value = """{"size":"""u8.ToArray() },
        new() { Key = "empty"u8.ToArray(), Value = [] },
        new() { Key = "null"u8.ToArray(), Value = "null"u8.ToArray() },
        new() { Key = "tombstone"u8.ToArray(), Value = null },
        new() { Key = null, Value = Good },
    ];

    private static Task Finished(Service service, long end) =>
        Eventually.True(
            () => service.Status.Partitions is [{ } only] && only.Watermark >= end, $"offset {end} is reached",
            () => $"{service.Status.Partitions.SingleOrDefault()}\n{service.Log}");

    private sealed record Parcel(int Size);

    private sealed record Weighed(int Size);

    private sealed record Kept
    {
        public int Size { get; init; }
    }

    private sealed record GetKept;

    private sealed class Keeper : EntityActor<Kept>
    {
        public Keeper(Topic<Parcel> topic)
        {
            On(topic, parcel => Persist(new Weighed(parcel.Size)));
            Apply<Weighed>((state, e) => new Kept { Size = state.Size + e.Size });
            Query<GetKept, Kept>(_ => State);
        }
    }
}
