using Akka.Events.Committing.Internal.Offsets;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class FinishedOffsetsTests
{
    [Fact]
    public void Records_finished_out_of_order_are_known_above_the_watermark()
    {
        var finished = new FinishedOffsets(10);
        finished.Add(12, 14);

        Assert.Equal(10, finished.Watermark);
        Assert.False(finished.Contains(10));
        Assert.True(finished.Contains(12));
        Assert.True(finished.Contains(13));
        Assert.False(finished.Contains(14));

        finished.Add(10, 12);
        Assert.Equal(14, finished.Watermark);
        Assert.Empty(finished.Above);
    }

    [Fact]
    public void An_empty_range_is_refused() => Assert.Throws<ArgumentException>(() => new FinishedOffsets(0).Add(5, 5));

    [Fact]
    public void Any_order_of_ranges_gives_the_same_as_a_set_of_offsets() => Randomly.Check(random =>
    {
        var start = random.Next(20);
        var finished = new FinishedOffsets(start);
        var model = new HashSet<long>();
        for (var i = 0; i < 30; i++)
        {
            var first = random.Next(120);
            var end = first + 1 + random.Next(8);
            finished.Add(first, end);
            for (long offset = first; offset < end; offset++) model.Add(offset);
        }
        for (long offset = 0; offset < 130; offset++)
            Assert.Equal(offset < start || model.Contains(offset) , finished.Contains(offset));
        long watermark = start;
        while (model.Contains(watermark)) watermark++;
        Assert.Equal(watermark, finished.Watermark);
        for (var i = 1; i < finished.Above.Count; i++) Assert.True(finished.Above[i - 1].End < finished.Above[i].First);
    });
}
