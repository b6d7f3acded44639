using System.Text;
using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Snapshots;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class JournalBatchTests
{
    private static readonly SubscribedTopic Orders = SubscribedTopic.Of(Topic.Text("orders"), 0);
    private static readonly SubscribedTopic Payments = SubscribedTopic.Of(Topic.Text("payments"), 1);
    private static readonly HandlerDefinition Customer = new PlainHandler<string>(
        "customer", Topic.Text("orders"), (_, _) => default, new HandlerOptions());
    private static readonly HandlerDefinition Audit = new PlainHandler<string>(
        "audit", Topic.Text("orders"), (_, _) => default, new HandlerOptions());
    private static readonly StoredType Opened = new StoredType<string>("opened", Topic.Text("x").Codec);
    private static readonly StoredType Closed = new StoredType<string>("closed", Topic.Text("x").Codec);

    [Fact]
    public void A_batch_comes_back_as_it_was_written()
    {
        var orders = Source("orders", start: 40);
        var written = new FinishedRecords();
        var batch = new JournalBatchWriter().Write(
            [
                Finished(Orders, orders, Customer, 43, "k2", (Opened, "b")),
                Finished(Orders, orders, Customer, 41, "k1", (Opened, "a"), (Closed, "c")),
                Finished(Orders, orders, Audit, 41, "k1"),
                Finished(Payments, Source("payments", start: 0), Customer, 7, "k1", (Closed, "")),
            ],
            written,
            writtenAt: 1_700_000_000_000);

        var read = new FinishedRecords();
        var events = new List<JournalEvent>();
        JournalBatchReader.Read(batch, read, events.Add);

        Assert.Equal(["b", "a", "c", ""], events.Select(e => Encoding.UTF8.GetString(e.Payload.Span)));
        Assert.Equal(["opened", "opened", "closed", "closed"], events.Select(e => e.Manifest));
        Assert.Equal(["k2", "k1", "k1", "k1"], events.Select(e => Encoding.UTF8.GetString(e.Key.Span)));
        Assert.Equal([43, 41, 41, 7], events.Select(e => e.Offset));
        Assert.Equal("payments", events[3].Topic);
        AssertSame(written, read);
        Assert.Equal(40, read.Of("orders", "customer")!.Watermark);
        Assert.True(read.Of("orders", "customer")!.Contains(41));
        Assert.False(read.Of("orders", "customer")!.Contains(42));
        Assert.False(read.Of("orders", "audit")!.Contains(43));
    }

    [Fact]
    public void What_is_to_be_sent_comes_back_as_it_was_written_and_a_batch_without_any_is_as_it_always_was()
    {
        var headers = new Confluent.Kafka.Headers { { "a", [1, 2] }, { "null", null }, { "empty", [] }, { "a", [3] } };
        Effects[] effects =
        [
            Finished(Orders, Source("orders", 0), Customer, 43, "k"), Finished(Orders, Source("orders", 0), Audit, 0, "k"),
            Finished(Orders, Source("orders", 0), Audit, 1, "k"),
        ];
        effects[0].Append(new OutgoingRecord("alerts", null, [7], null, 3, 0));
        effects[0].Letter = new OutgoingRecord("letters", [], [9, 0], headers);
        effects[1].Letter = new OutgoingRecord("others", null, null);
        var note = new SentThrough("alerts", 17);
        var batch = new JournalBatchWriter().Write(effects, new FinishedRecords(), 5, sent: [note]);
        var (slices, sent) = (new List<OutgoingSlice>(), new List<SentThrough>());
        JournalBatchReader.ReadOutgoing(batch, slices.Add, sent.Add);
        var read = slices.ConvertAll(slice => OutgoingCodec.Read(batch.Payload.AsMemory(slice.Start, slice.Length), slice.Topic));

        Assert.Equal([note], sent);
        Assert.Equal(["alerts", "letters", "others"], read.Select(record => record.Topic));
        Assert.Equal(batch.Outgoing, slices);
        Assert.Equal([("alerts", null, [7]), ("letters", [], [9, 0]), ("others", null, null)], read.Select(r => (r.Topic, r.Key, r.Value)), Same);
        Assert.Equal([(3, 0L), (null, null), (null, null)], read.Select(record => (record.Partition, record.TimestampMs)));
        Assert.Equal(headers.Select(h => (h.Key, h.GetValueBytes())), read[1].Headers!.Select(h => (h.Key, h.GetValueBytes())), SameHeader);
        Assert.Null(read[2].Headers);
        Assert.True(batch.IsOutgoing);
        Assert.False(new JournalBatchWriter().Write([], new FinishedRecords(), 5).IsOutgoing);

        static bool Same((string Topic, byte[]? Key, byte[]? Value) a, (string Topic, byte[]? Key, byte[]? Value) b) =>
            a.Topic == b.Topic && SameBytes(a.Key, b.Key) && SameBytes(a.Value, b.Value);

        static bool SameHeader((string Name, byte[]? Value) a, (string Name, byte[]? Value) b) => a.Name == b.Name && SameBytes(a.Value, b.Value);

        static bool SameBytes(byte[]? a, byte[]? b) => a is null ? b is null : b is not null && a.AsSpan().SequenceEqual(b);
    }

    [Fact]
    public void Replaying_any_run_of_batches_gives_what_was_finished() => Randomly.Check(random =>
    {
        var start = random.Next(100);
        var source = Source("orders", start);
        var writer = new JournalBatchWriter();
        var written = new FinishedRecords();
        var batches = new List<JournalBatch>();
        long previous = start - 1;
        var log = new List<Effects>();
        for (var i = 0; i < 20; i++)
        {
            var offset = previous + 1 + random.Next(3);
            var effects = Finished(Orders, source, Customer, offset, "k" + random.Next(4), (Opened, "e" + offset));
            effects.First = previous + 1;
            previous = offset;
            log.Add(effects);
        }
        var shuffled = log.OrderBy(_ => random.Next()).ToArray();
        for (var i = 0; i < shuffled.Length;)
        {
            var size = Math.Min(1 + random.Next(6), shuffled.Length - i);
            batches.Add(writer.Write([.. shuffled.AsSpan(i, size)], written, 0));
            i += size;
            if (random.Next(10) == 0) break;
        }
        var read = new FinishedRecords();
        var events = 0;
        foreach (var batch in batches) JournalBatchReader.Read(batch, read, _ => events++);
        AssertSame(written, read);
        if (events == log.Count) Assert.Equal(previous + 1, read.Of("orders", "customer")!.Watermark);
    });

    [Fact]
    public void A_checkpoint_comes_back_as_it_was_written()
    {
        var finished = new FinishedRecords();
        finished.Set(new HandledTopic("orders", "customer"), new FinishedOffsets(50, [new OffsetRange(52, 53), new OffsetRange(60, 99)]));
        finished.Set(new HandledTopic("payments", "customer"), new FinishedOffsets(0));
        var snapshot = new ShardSnapshot(
            17, true, finished, [(18, new JournalBatch([1, 2])), (19, new JournalBatch([]))], [(3, 1000), (11, 2000)], 4)
        {
            Unsent = [Row(5, new OutgoingRecord("letters", [1], [2]), new OutgoingRecord("alerts", [1], [2]))],
            Begun = 16,
            Owners = [(7, 1), ((1 << 23) - 1, 15)],
        };

        var read = ShardSnapshotCodec.Read(ShardSnapshotCodec.Write(snapshot));

        Assert.Equal((17, 4, 16), (read.StatesThrough, read.Incarnation, read.Begun));
        Assert.True(read.StoredStates);
        Assert.Equal([(3L, 1000L), (11L, 2000L)], read.History);
        Assert.Equal([18L, 19L], read.Tail.Select(t => t.SequenceNr));
        Assert.Equal([1, 2], read.Tail[0].Batch.Payload);
        AssertSame(finished, read.Finished);
        Assert.Equal(snapshot.Owners, read.Owners);
        var unsent = Assert.Single(read.Unsent);
        Assert.Equal(5, unsent.SequenceNr);
        Assert.Equal(["letters", "alerts"], unsent.Records.Select(record => record.Topic));
    }

    [Fact]
    public void An_owners_marker_comes_back_as_it_was_written() =>
        Assert.Equal(new OwnerMarker("me", 5, 7, 3, 9), ShardSnapshotCodec.ReadMarker(ShardSnapshotCodec.Write(new OwnerMarker("me", 5, 7, 3, 9))));

    [Fact]
    public void Bytes_that_are_no_batch_are_refused() => Randomly.Check(random =>
    {
        var bytes = new byte[random.Next(40)];
        random.NextBytes(bytes);
        try
        {
            JournalBatchReader.Read(new JournalBatch(bytes), new FinishedRecords(), _ => { });
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
        }
    });

    private static PartitionAssignment Source(string topic, long start) =>
        new(new TopicPartition(topic, 3), ActorRefs.Nobody, TimeProvider.System) { Start = start };

    private static Effects Finished(
        SubscribedTopic route, PartitionAssignment source, HandlerDefinition handler, long offset, string key,
        params (StoredType Type, string Value)[] events)
    {
        var delivery = TestDelivery.Of(route, source, handler, offset, key, timestamp: 1_600_000_000_000);
        foreach (var (type, value) in events) delivery.Append(type, value);
        return delivery.Effects;
    }

    private static void AssertSame(FinishedRecords expected, FinishedRecords actual)
    {
        Assert.Equal(expected.All.Keys.Order(HandledOrder), actual.All.Keys.Order(HandledOrder));
        foreach (var (handled, offsets) in expected.All)
        {
            Assert.Equal(offsets.Watermark, actual.All[handled].Watermark);
            Assert.Equal(offsets.Above, actual.All[handled].Above);
        }
    }

    private static readonly Comparer<HandledTopic> HandledOrder = Comparer<HandledTopic>.Create(
        (a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));

    internal static OutgoingRow Row(long sequenceNr, params OutgoingRecord[] records)
    {
        var bytes = new List<byte>();
        var slices = new List<OutgoingSlice>();
        foreach (var record in records)
        {
            var written = OutgoingCodec.Write(record);
            slices.Add(new OutgoingSlice(record.Topic, bytes.Count, written.Length));
            bytes.AddRange(written);
        }
        return new OutgoingRow(sequenceNr, [.. bytes], slices);
    }
}
