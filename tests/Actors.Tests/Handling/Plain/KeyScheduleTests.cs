using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Plain;

public sealed class KeyScheduleTests
{
    private static readonly SubscribedTopic Route = SubscribedTopic.Of(Topic.Text("events"), 0);
    private static readonly HandlerDefinition Handler = new PlainHandler<string>(
        "handler", Topic.Text("events"), (_, _) => default, new HandlerOptions());

    [Fact]
    public void A_keys_events_run_one_at_a_time_and_in_order_however_they_end() => Randomly.Check(random =>
    {
        var source = new PartitionAssignment(new TopicPartition("events", 0), ActorRefs.Nobody, TimeProvider.System);
        var model = new Model(random);
        for (long offset = 0, count = random.Next(60); offset < count; offset++)
        {
            model.Arrives(TestDelivery.Of(Route, source, Handler, offset, "k" + random.Next(4)));
            while (random.Next(3) == 0 && model.HasSomethingUnderWay) model.GoesOn();
        }
        while (model.HasSomethingUnderWay) model.GoesOn();
        model.AssertAllEnded();
    });

    /// <summary>A handler that ends its events at once, later, or by a failure, and knows which of a key has to be the next.</summary>
    private sealed class Model
    {
        private readonly Random _random;
        private readonly KeySchedule _schedule;
        private readonly Dictionary<string, Queue<EventDelivery>> _expected = [];
        private readonly List<EventDelivery> _running = [];
        private readonly List<(KeySchedule.Lane Lane, EventDelivery Delivery)> _backingOff = [];

        public Model(Random random)
        {
            _random = random;
            _schedule = new KeySchedule(Begin);
        }

        public bool HasSomethingUnderWay => _running.Count + _backingOff.Count > 0;

        public void Arrives(EventDelivery delivery)
        {
            if (!_expected.TryGetValue(delivery.Key!, out var queue)) _expected.Add(delivery.Key!, queue = new Queue<EventDelivery>());
            queue.Enqueue(delivery);
            _schedule.Admit(delivery);
        }

        /// <summary>Something that is under way ends or fails, or is tried again.</summary>
        public void GoesOn()
        {
            var which = _random.Next(_running.Count + _backingOff.Count);
            if (which < _running.Count)
            {
                var delivery = _running[which];
                _running.RemoveAt(which);
                if (_random.Next(3) == 0) Fail(delivery);
                else End(delivery);
                return;
            }
            var (lane, failed) = _backingOff[which - _running.Count];
            _backingOff.RemoveAt(which - _running.Count);
            Assert.Same(failed, lane.Failed);
            _schedule.Again(lane);
        }

        public void AssertAllEnded()
        {
            Assert.All(_expected.Values, Assert.Empty);
            Assert.Equal(0, _schedule.Busy);
        }

        private void Begin(EventDelivery delivery)
        {
            Assert.Same(_expected[delivery.Key!].Peek(), delivery);
            Assert.DoesNotContain(_running, other => other.Key == delivery.Key);
            Assert.DoesNotContain(_backingOff, other => other.Delivery.Key == delivery.Key);
            switch (_random.Next(4))
            {
                case 0:
                    _running.Add(delivery);
                    _schedule.Hold(delivery);
                    break;
                case 1:
                    Fail(delivery);
                    break;
                default:
                    End(delivery);
                    break;
            }
        }

        private void Fail(EventDelivery delivery) => _backingOff.Add((_schedule.Failed(delivery), delivery));

        private void End(EventDelivery delivery)
        {
            _expected[delivery.Key!].Dequeue();
            _schedule.Ended(delivery);
        }
    }
}
