using Akka.Actor;
using Akka.Events.Consuming;
using Akka.Events.Consuming.Internal.Partitions;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Consuming.Partitions;

public sealed class RecordIntakeTests
{
    private static readonly SubscribedTopic Route = SubscribedTopic.Of(Topic.Text("events"), 0);

    private readonly PartitionAssignment _assignment = new(new TopicPartition("events", 0), ActorRefs.Nobody, TimeProvider.System);

    [Fact]
    public void What_has_finished_behind_an_unfinished_record_leaves_room()
    {
        var intake = Intake(new GroupOptions { MaxOutstanding = 10, MaxGap = 100 });
        var blocked = Read(intake, 0);
        for (var offset = 1; offset < 100; offset++)
        {
            Assert.InRange(intake.Room(1000), 1, 9);
            intake.Finish(Read(intake, offset));
        }
        Assert.Equal(0, intake.Room(1000));
        Assert.Equal((HeldBack.ByOneRecord, 0L, 1, 100), (intake.Held, intake.First, intake.UnderWay, intake.Span));
        Assert.True(intake.Finish(blocked));
        Assert.Equal((10, HeldBack.No, 100L), (intake.Room(1000), intake.Held, intake.Watermark));
    }

    [Fact]
    public void Reading_stops_where_too_many_records_are_under_way_and_goes_on_at_half()
    {
        var intake = Intake(new GroupOptions { MaxOutstanding = 4 });
        DeliveryBatch[] read = [.. Enumerable.Range(0, 4).Select(offset => Read(intake, offset))];
        Assert.Equal((0, HeldBack.ByWhatIsUnderWay), (intake.Room(1000), intake.Held));
        intake.Finish(read[3]);
        Assert.Equal(0, intake.Room(1000));
        intake.Finish(read[2]);
        Assert.Equal((2, HeldBack.No), (intake.Room(1000), intake.Held));
    }

    [Fact]
    public void Reading_stops_where_too_many_bytes_are_under_way_and_goes_on_at_half()
    {
        var intake = Intake(new GroupOptions { MaxOutstandingBytes = 8 });
        var first = Read(intake, 0, "four");
        var second = Read(intake, 1, "more");
        Assert.Equal((0, HeldBack.ByWhatIsUnderWay), (intake.Room(1000), intake.Held));
        intake.Finish(first);
        Assert.Equal(1000, intake.Room(1000));
        intake.Finish(second);
    }

    [Theory]
    [InlineData(int.MaxValue, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(1, 1)]
    public void The_extremes_of_its_bounds_work(int records, int gap)
    {
        var intake = Intake(new GroupOptions { MaxOutstanding = records, MaxGap = gap, MaxOutstandingBytes = long.MaxValue });
        for (var offset = 0; offset < 3; offset++)
        {
            Assert.InRange(intake.Room(1000), 1, 1000);
            Assert.True(intake.Finish(Read(intake, offset)));
        }
        Assert.Equal(3, intake.Watermark);
    }

    [Fact]
    public void The_end_of_the_log_moves_the_watermark_when_all_before_it_has_finished()
    {
        var intake = Intake(new GroupOptions());
        var record = Read(intake, 0);
        intake.OnEnd(5);
        Assert.Equal((0L, 5L), (intake.Watermark, intake.Next));
        Assert.True(intake.Finish(record));
        Assert.Equal(5, intake.Watermark);

        // What lay before the end finishes with the next record: a journal knows of it by that.
        var next = Read(intake, 7);
        Assert.Equal(1, next[0].Effects.First);
        intake.Finish(next);
        Assert.Equal(8, intake.Watermark);
    }

    [Fact]
    public void The_end_of_a_log_without_records_is_where_it_stands()
    {
        var intake = new RecordIntake(Route, _assignment, new GroupOptions());
        intake.OnEnd(11);
        Assert.Equal((11L, 11L, false), (intake.Watermark, intake.Next, intake.Gaps.Any));
    }

    [Fact]
    public void Offsets_that_go_back_are_of_another_log_and_taken_in_no_more()
    {
        var intake = Intake(new GroupOptions(), next: 100);
        Offer(intake, 0);
        Offer(intake, 100);
        Assert.Equal((true, 0, 0), (intake.IsSetBack, intake.Waiting, intake.UnderWay));
        intake.GoOnAt(100);
        Offer(intake, 100);
        Assert.Equal((false, 1), (intake.IsSetBack, intake.Waiting));
    }

    [Fact]
    public void Of_what_did_not_come_only_what_lies_below_the_logs_beginning_is_lost()
    {
        var intake = Intake(new GroupOptions());
        Read(intake, 0);
        Read(intake, 5);
        Read(intake, 100);
        Assert.Equal(6, intake.Gaps.TakeLost(low: 100));
        Assert.False(intake.Gaps.Any);
        Read(intake, 200);
        Assert.Null(intake.Gaps.TakeLost(low: 100));
    }

    private RecordIntake Intake(GroupOptions options, long next = 0) => new(Route, _assignment, options, next);

    private static DeliveryBatch Read(RecordIntake intake, long offset, string value = "")
    {
        Offer(intake, offset, value);
        return intake.Take();
    }

    private static void Offer(RecordIntake intake, long offset, string value = "")
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(value);
        intake.OnRecord(new RawRecord { Offset = offset, Timestamp = 0, HasKey = false, HasValue = true, Key = [], Value = bytes });
    }
}
