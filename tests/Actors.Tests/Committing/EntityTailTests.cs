using System.Buffers;
using System.Text;
using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Tests.Fakes;
using Confluent.Kafka;
using Xunit;
using static Akka.Events.Tests.Fakes.TestDelivery;

namespace Akka.Events.Tests.Committing;

public sealed class EntityTailTests
{
    [Fact]
    public void Every_key_has_its_events_in_the_order_of_the_journal() => Randomly.Check(random =>
    {
        var tail = new JournalTail();
        var expected = new Dictionary<(string Handler, string Key), List<(long SequenceNr, string Event)>>();
        var source = new PartitionAssignment(new TopicPartition("orders", 3), ActorRefs.Nobody, TimeProvider.System) { Start = 0 };
        var writer = new JournalBatchWriter();
        var (written, read) = (new FinishedRecords(), new FinishedRecords());
        long offset = 0;
        for (long sequenceNr = 1, batches = random.Next(12); sequenceNr <= batches; sequenceNr++)
        {
            var deliveries = new DeliveryBatch();
            for (var count = 1 + random.Next(8); count > 0; count--)
            {
                var handler = Handlers[random.Next(2)];
                var key = random.Next(30) is 0 ? "" : "k" + random.Next(40);
                var delivery = TestDelivery.Of(Orders, source, handler, offset, key);
                for (var events = random.Next(3); events > 0; events--)
                {
                    var text = $"{offset}-{events}";
                    delivery.Append(Happened, text);
                    if (!expected.TryGetValue((handler.Name, key), out var list)) expected.Add((handler.Name, key), list = []);
                    list.Add((sequenceNr, text));
                }
                deliveries.Add(delivery);
                offset++;
            }
            tail.Add(sequenceNr, writer.Write(deliveries.Effects, written, 0), read);
        }

        foreach (var handler in Handlers)
        {
            var keys = expected.Where(e => e.Key.Handler == handler.Name).ToList();
            var of = tail.Of(handler.Name);
            Assert.Equal(keys.Count, of?.KeyCount ?? 0);
            foreach (var (id, events) in keys)
            {
                var key = Encoding.UTF8.GetBytes(id.Key);
                var number = of!.Find(key);
                Assert.Equal(key, of.KeyOf(number));
                Assert.Equal(events, of.EventsOf(number).Select(e => (e.SequenceNr, Encoding.UTF8.GetString(e.Payload.Span))));
            }
            Assert.Equal(-1, of?.Find("unknown"u8) ?? -1);
        }
        Assert.Equal(expected.Values.Sum(e => e.Count), tail.Events);
        Assert.Equal(written.All.Select(f => (f.Key, f.Value.Watermark)), read.All.Select(f => (f.Key, f.Value.Watermark)));
    });

    [Fact]
    public void A_tail_is_taken_when_each_of_its_keys_is()
    {
        var tail = new EntityTail();
        byte[] payload = [1, 2];
        tail.Add(1, payload, new BatchNames(), 0, 1, 0, 1);
        tail.Add(1, payload, new BatchNames(), 1, 1, 1, 1);

        tail.Take(0);
        tail.Take(0);
        Assert.False(tail.AllTaken);
        Assert.False(tail.IsTaken(1));
        tail.Take(1);
        Assert.True(tail.AllTaken);
    }
}
