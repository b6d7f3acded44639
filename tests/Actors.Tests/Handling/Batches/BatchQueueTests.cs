using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Batches;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Batches;

public sealed class BatchQueueTests
{
    private static readonly SubscribedTopic Route = SubscribedTopic.Of(Topic.Text("events"), 0);
    private static readonly HandlerDefinition Handler = new PlainHandler<string>("handler", Topic.Text("events"), (_, _) => default, new HandlerOptions());
    private static readonly PartitionAssignment Source = new(new TopicPartition("events", 0), ActorRefs.Nobody, TimeProvider.System);

    [Fact]
    public void A_key_is_in_one_batch_at_a_time_and_its_events_end_in_their_order() => Randomly.Check(random =>
    {
        var model = new Model(random);
        for (long offset = 0, count = random.Next(60); offset < count; offset++)
        {
            model.Arrives(Event(offset, random.Next(5)));
            while (random.Next(4) == 0) model.GoesOn();
        }
        for (var steps = 0; !model.IsEmpty; steps++)
        {
            Assert.InRange(steps, 0, 5_000);
            model.GoesOn();
        }
        model.AssertAllEnded();
    });

    [Fact]
    public void Halves_have_about_as_many_events_and_a_keys_stay_together()
    {
        var batch = Formed("a", "b", "a", "c", "b", "d");
        Assert.Equal([["a", "a", "c"], ["b", "b", "d"]], Keys(batch.Queue.Split(batch.Formed)));
    }

    [Fact]
    public void Of_a_key_alone_the_second_half_waits_for_the_first()
    {
        var (queue, formed) = Formed("a", "a", "a", "a", "a");
        foreach (var delivery in formed) delivery.Started = 7;
        var half = Assert.Single(queue.Split(formed));
        // Waiting is no time of its own.
        Assert.Equal([7L, 7, 0, 0, 0], formed.Select(delivery => delivery.Started));
        Assert.Equal([0L, 1], half.Select(delivery => delivery.Offset));
        Assert.Null(queue.Next());

        foreach (var delivery in half) queue.Ended(delivery);
        Assert.Equal([2L, 3, 4], queue.Next()!.Select(delivery => delivery.Offset));
    }

    [Fact]
    public void Behind_an_event_that_failed_by_itself_its_keys_wait_and_the_others_go_on()
    {
        var (queue, formed) = Formed("a", "b", "a", "c");
        var (others, alone) = queue.Part(formed, formed, delivery => delivery.Offset == 0);
        Assert.Equal([0L], Assert.Single(alone).Select(delivery => delivery.Offset));
        Assert.Equal([1L, 3], others!.Select(delivery => delivery.Offset));
        Assert.Null(queue.Next());

        queue.Ended(formed[0]);
        Assert.Equal([2L], queue.Next()!.Select(delivery => delivery.Offset));
    }

    private static EventDelivery Event(long offset, int key) => TestDelivery.Of(Route, Source, Handler, offset, "k" + key);

    private static (BatchQueue Queue, FormedBatch Formed) Formed(params string[] keys)
    {
        var queue = new BatchQueue(keys.Length);
        foreach (var (offset, key) in keys.Index()) queue.Admit(TestDelivery.Of(Route, Source, Handler, offset, key));
        return (queue, queue.Next()!);
    }

    private static IEnumerable<IEnumerable<string>> Keys(IEnumerable<FormedBatch> batches) => batches.Select(batch => batch.Select(delivery => delivery.Key!));

    /// <summary>A handler of which several calls run at once, that end well or fail in each way, and that knows which of a key is next.</summary>
    private sealed class Model(Random random)
    {
        private const int Size = 7;

        private readonly BatchQueue _queue = new(Size);
        private readonly Dictionary<string, Queue<EventDelivery>> _expected = [];
        private readonly List<FormedBatch> _running = [];
        private readonly List<FormedBatch> _backingOff = [];

        public bool IsEmpty => _running.Count + _backingOff.Count + _queue.Waiting == 0 && !_queue.HasAgain;

        public void Arrives(EventDelivery delivery)
        {
            if (!_expected.TryGetValue(delivery.Key!, out var queue)) _expected.Add(delivery.Key!, queue = new Queue<EventDelivery>());
            queue.Enqueue(delivery);
            _queue.Admit(delivery);
        }

        public void GoesOn()
        {
            switch (random.Next(3))
            {
                case 0 when _backingOff.Count > 0:
                    _queue.Again(Take(_backingOff));
                    break;
                case 1 when _running.Count > 0:
                    End(Take(_running));
                    break;
                default:
                    if (_queue.Next() is { } next) Run(next);
                    break;
            }
        }

        public void AssertAllEnded()
        {
            Assert.All(_expected.Values, Assert.Empty);
            Assert.Equal(0, _queue.Busy);
        }

        private void Run(FormedBatch batch)
        {
            Assert.InRange(batch.Count, 1, Size);
            var elsewhere = _running.Concat(_backingOff).SelectMany(other => other).Select(delivery => delivery.Key);
            Assert.Empty(elsewhere.Intersect(batch.Select(delivery => delivery.Key)));
            foreach (var ofKey in batch.GroupBy(delivery => delivery.Key!))
                Assert.Equal(_expected[ofKey.Key].Take(ofKey.Count()), ofKey);
            _running.Add(batch);
        }

        private void End(FormedBatch batch)
        {
            switch (random.Next(4))
            {
                case 0 when batch.Count == 1:
                    _backingOff.Add(batch);
                    break;
                case 0:
                    _backingOff.AddRange(_queue.Split(batch));
                    break;
                case 1: // of some keys the later events have failed; the others have ended, or are to be run once more
                    var failed = batch.Where(delivery => delivery.Offset >= batch[random.Next(batch.Count)].Offset).ToHashSet();
                    var inTransaction = random.Next(2) == 0;
                    foreach (var ofKey in batch.GroupBy(delivery => delivery.Key))
                        if (ofKey.SkipWhile(delivery => !failed.Contains(delivery)).Any(delivery => !failed.Contains(delivery)))
                            failed.UnionWith(ofKey);
                    if (!inTransaction)
                        foreach (var delivery in batch.Where(delivery => !failed.Contains(delivery)))
                            Ended(delivery);
                    var left = inTransaction ? batch : (IReadOnlyList<EventDelivery>)[.. batch.Where(failed.Contains)];
                    var (others, alone) = _queue.Part(batch, left, failed.Contains);
                    if (others is not null) _queue.Again(others);
                    _backingOff.AddRange(alone);
                    break;
                default:
                    foreach (var delivery in batch) Ended(delivery);
                    break;
            }
        }

        private void Ended(EventDelivery delivery)
        {
            Assert.Same(delivery, _expected[delivery.Key!].Dequeue());
            _queue.Ended(delivery);
        }

        private FormedBatch Take(List<FormedBatch> from)
        {
            var index = random.Next(from.Count);
            var batch = from[index];
            from.RemoveAt(index);
            return batch;
        }
    }
}
