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

    /// <summary>With a single sorted list each of these would move megabytes.</summary>
    [Fact]
    public void Hundreds_of_thousands_of_ranges_above_a_blocked_record_cost_little()
    {
        const int Records = 400_000;
        var finished = new FinishedOffsets(0);
        var order = Enumerable.Range(1, Records).ToArray();
        new Random(1).Shuffle(order);
        foreach (var record in order.Where(r => r % 2 == 0)) finished.Add(record, record + 1);
        Assert.Equal(Records / 2, finished.Above.Count);
        Assert.Equal(Records + 1, finished.End);
        foreach (var record in order.Where(r => r % 2 == 1)) finished.Add(record, record + 1);
        Assert.Equal(new OffsetRange(1, Records + 1), Assert.Single(finished.Above));
        Assert.Equal(0, finished.Watermark);
        finished.Add(0, 1);
        Assert.Equal((Records + 1, 0), (finished.Watermark, finished.Above.Count));
    }

    [Fact]
    public void Many_ranges_in_any_order_give_the_same_as_a_set_of_offsets()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var finished = new FinishedOffsets(0);
            var model = new HashSet<long>();
            for (var i = 0; i < 4000; i++)
            {
                var first = random.Next(20_000);
                var end = first + 1 + random.Next(random.Next(50) == 0 ? 2000 : 3);
                finished.Add(first, end);
                for (long offset = first; offset < end; offset++) model.Add(offset);
                if (i % 500 == 0) Same(model, finished);
            }
            Same(model, finished);
        }
    }

    private static void Same(HashSet<long> model, FinishedOffsets finished)
    {
        for (long offset = 0; offset < 23_000; offset++) Assert.Equal(model.Contains(offset), finished.Contains(offset));
        for (long first = 0; first < 22_000; first += 7)
            Assert.Equal(model.Contains(first) && model.Contains(first + 1) && model.Contains(first + 2), finished.Contains(first, first + 3));
        var before = new OffsetRange(-1, finished.Watermark);
        foreach (var range in finished.Above)
        {
            Assert.True(before.End < range.First);
            before = range;
        }
    }
}
