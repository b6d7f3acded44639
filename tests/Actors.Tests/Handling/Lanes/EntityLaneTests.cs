using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Handling.Lanes;

public sealed class EntityLaneTests
{
    private static readonly SubscribedTopic Route = SubscribedTopic.Of(Topic.Text("events"), 0);
    private static readonly HandlerDefinition Handler = new PlainHandler<string>(
        "handler", Topic.Text("events"), (_, _) => default, new HandlerOptions());
    private static readonly PartitionAssignment Source = new(new TopicPartition("events", 0), ActorRefs.Nobody, TimeProvider.System);

    [Fact]
    public void Events_end_in_their_order_however_runs_end_and_queries_dont_wait_for_one_that_cant_begin() => Randomly.Check(random =>
    {
        var model = new Model(random);
        for (var steps = random.Next(200); steps > 0; steps--) model.Step();
        model.End();
    });

    [Fact]
    public void A_run_that_is_thrown_away_leaves_no_trace_in_the_state()
    {
        var lane = New();
        lane.Enqueue(Event(0));
        Assert.True(lane.TryGetReady());
        lane.Begin();
        lane.Running!.Append(TestDelivery.Happened, "x");
        lane.Running!.StateAfter = "changed";

        lane.Failure = new InvalidOperationException("told to fail");
        Assert.Equal(0, lane.EndRun()!.Effects.Offset);

        Assert.Equal("state", lane.State);
    }

    [Fact]
    public void A_state_is_taken_over_from_what_has_ended_and_is_durable_when_that_is_committed()
    {
        var lane = New();
        lane.Enqueue(Event(0));
        lane.TryGetReady();
        lane.Begin();
        var delivery = lane.Running!;
        delivery.Append(TestDelivery.Happened, "x");
        (delivery.StateAfter, delivery.Ended) = ("changed", true);

        Assert.Same(delivery, lane.TakeEnded());
        lane.Finished();
        Assert.Null(lane.EndRun());
        Assert.Equal(("changed", "state"), (lane.State, lane.DurableState));
        Assert.False(lane.IsAtRest);

        Assert.True(lane.Committed(delivery, 7));
        Assert.Equal(("changed", 7), (lane.DurableState, lane.DurableSequenceNr));
        Assert.True(lane.IsAtRest);
    }

    [Fact]
    public void A_lane_that_a_message_is_about_is_where_the_message_says()
    {
        var lane = New();
        Assert.Throws<InvalidOperationException>(() => lane.Begin());
        Assert.Throws<InvalidOperationException>(lane.EndRun);
        Assert.Throws<InvalidOperationException>(lane.ComeBack);
        Assert.False(lane.TryGetReady());
    }

    private static EntityLane New()
    {
        var lane = new EntityLane(null!, []);
        lane.Restored(new EntityType.Restored("state", 1));
        return lane;
    }

    private static EventDelivery Event(long offset) => TestDelivery.Of(Route, Source, Handler, offset, "k");

    private sealed class Model(Random random)
    {
        private readonly EntityLane _lane = New();
        private long _arrived;
        private long _ended;
        private int _queriesAsked;
        private int _queriesAnswered;

        public void Step()
        {
            switch (random.Next(6))
            {
                case 0:
                    _lane.Enqueue(Event(_arrived++));
                    break;
                case 1:
                    _queriesAsked++;
                    _lane.Enqueue(new QueryDelivery(new EntityQuery("entity", [1], 0, "query"), ActorRefs.Nobody));
                    break;
                case 2 when _lane.Status == LaneStatus.Idle:
                    _lane.Release();
                    break;
                default:
                    Run();
                    break;
            }
        }

        public void End()
        {
            for (var i = 0; i < 10_000 && (_ended < _arrived || _queriesAnswered < _queriesAsked || _lane.Status == LaneStatus.Running); i++)
            {
                if (_lane.Status == LaneStatus.Idle) _lane.Release();
                Run();
            }
            Assert.Equal((_arrived, _queriesAsked), (_ended, _queriesAnswered));
            Assert.False(_lane.HasWaiting);
        }

        private void Run()
        {
            if (_lane.Status == LaneStatus.Running)
            {
                GoOn();
                return;
            }
            var waits = _lane.HasWaiting;
            var held = _lane.Obstacle != LaneObstacle.None;
            if (!_lane.TryGetReady())
            {
                Assert.True(!waits || (held && _queriesAsked == _queriesAnswered));
                return;
            }
            _lane.Begin();
            for (var delivery = _lane.Running; delivery is not null; delivery = delivery.Next) Assert.False(held && delivery is not QueryDelivery);
        }

        private void GoOn()
        {
            switch (random.Next(4))
            {
                case 0:
                    _lane.ComeBack();
                    return;
                case 1:
                    _lane.GoesOn();
                    Assert.Null(_lane.Running?.Next);
                    break;
            }
            for (var delivery = _lane.Running; delivery is not null && random.Next(4) > 0; delivery = delivery.Next) delivery.Ended = true;
            while (_lane.TakeEnded() is { } ended) Ended(ended);
            if (_lane.EndRun() is not { } failed) return;
            if (failed is QueryDelivery) _queriesAnswered++;
            else if (random.Next(3) > 0) _lane.Hold(failed, random.Next(2) == 0 ? LaneObstacle.BackingOff : LaneObstacle.Blocked);
            else Ended(failed);
        }

        private void Ended(EventDelivery ended)
        {
            if (ended is QueryDelivery) _queriesAnswered++;
            else Assert.Equal(_ended++, ended.Effects.Offset);
        }
    }
}
