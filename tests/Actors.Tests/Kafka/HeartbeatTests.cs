using Akka.Events.Kafka.Internal.Group;
using Xunit;

namespace Akka.Events.Tests.Kafka;

public sealed class HeartbeatTests
{
    private readonly Heartbeat _partition = new();

    [Fact]
    public void A_partition_that_stands_still_before_its_end_three_times_is_no_longer_fetched()
    {
        Assert.False(_partition.Misses(next: 5, isEmpty: true, end: 7));
        Assert.False(_partition.Misses(next: 5, isEmpty: true, end: 7));
        Assert.False(_partition.Misses(next: 5, isEmpty: true, end: 9));
        Assert.True(_partition.Misses(next: 5, isEmpty: true, end: 9));
    }

    [Fact]
    public void One_at_its_end_may_stand_still()
    {
        for (var i = 0; i < 10; i++) Assert.False(_partition.Misses(next: 7, isEmpty: true, end: 7));
        // What has come since the last look can't have been read by then.
        Assert.False(_partition.Misses(next: 7, isEmpty: true, end: 8));
        Assert.False(_partition.Misses(next: 8, isEmpty: true, end: 8));
    }

    [Fact]
    public void One_whose_reader_is_held_back_may_stand_still()
    {
        for (var i = 0; i < 10; i++) Assert.False(_partition.Misses(next: 5, isEmpty: false, end: 7));
    }

    [Fact]
    public void One_that_comes_on_slowly_is_fetched()
    {
        for (var i = 0; i < 10; i++) Assert.False(_partition.Misses(next: i, isEmpty: true, end: 100));
    }
}
