using Akka.Events.Topics.Internal;
using Xunit;

namespace Akka.Events.Tests.Topics;

public sealed class RecordTimeTests
{
    [Fact]
    public void Any_number_that_a_producer_may_write_is_a_time()
    {
        Assert.Null(RecordTime.Of(-1));
        Assert.Equal(DateTimeOffset.UnixEpoch, RecordTime.Of(0));
        Assert.Equal(9999, RecordTime.Of(long.MaxValue)!.Value.Year);
    }
}
