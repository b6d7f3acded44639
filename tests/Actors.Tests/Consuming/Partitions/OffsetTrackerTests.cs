using Akka.Events.Consuming.Internal.Partitions;
using Xunit;

namespace Akka.Events.Tests.Consuming.Partitions;

public sealed class OffsetTrackerTests
{
    [Fact]
    public void Offsets_are_committed_only_below_the_first_unfinished_record()
    {
        var tracker = new OffsetTracker(100);
        var first = tracker.Add(100);
        var second = tracker.Add(101);
        var third = tracker.Add(102);

        Assert.False(tracker.Finish(third));
        Assert.False(tracker.Finish(second));
        Assert.Equal(100, tracker.Watermark);
        Assert.True(tracker.Finish(first));
        Assert.Equal(103, tracker.Watermark);
        Assert.Equal(0, tracker.UnderWay);
    }

    [Fact]
    public void Gaps_in_the_log_do_not_stall()
    {
        var tracker = new OffsetTracker(-1);
        var first = tracker.Add(5);
        var second = tracker.Add(90);
        Assert.Equal(5, tracker.Watermark);

        tracker.Finish(first);
        Assert.Equal(6, tracker.Watermark);
        Assert.Equal(85, tracker.Gap);
        tracker.Finish(second);
        Assert.Equal(91, tracker.Watermark);
        Assert.Equal(0, tracker.Gap);
    }

    [Fact]
    public void A_record_that_is_not_under_way_cannot_finish()
    {
        var tracker = new OffsetTracker(0);
        var ticket = tracker.Add(0);
        tracker.Finish(ticket);

        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Finish(ticket));
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Finish(ticket + 1));
        tracker.Add(1);
        var above = tracker.Add(2);
        tracker.Finish(above);
        Assert.Throws<ArgumentOutOfRangeException>(() => tracker.Finish(above));
    }

    [Fact]
    public void What_is_finished_above_an_unfinished_record_is_not_under_way()
    {
        var tracker = new OffsetTracker(7);
        var blocked = tracker.Add(7);
        for (var offset = 8; offset < 100_008; offset++) tracker.Finish(tracker.Add(offset));

        Assert.Equal((1, 100_001, 7L), (tracker.UnderWay, tracker.Span, tracker.First));
        Assert.True(tracker.Finish(blocked));
        Assert.Equal((0, 0, null, 100_008), (tracker.UnderWay, tracker.Span, tracker.First, tracker.Watermark));
        Assert.True(tracker.Finish(tracker.Add(100_008)));
    }

    /// <summary>Random logs with gaps, finished in random order, with crashes: a simple set of unfinished offsets is the model.</summary>
    [Fact]
    public void The_watermark_is_always_the_first_unfinished_record() => Randomly.Check(random =>
    {
        long offset = random.Next(1000);
        var tracker = new OffsetTracker(random.Next(2) == 0 ? offset : -1, capacity: 1 << random.Next(0, 5));
        var unfinished = new SortedDictionary<long, long>();
        long lastFinishedOrRead = -1;
        for (var step = 0; step < 60; step++)
        {
            if (random.Next(5) < 3)
            {
                offset += 1 + (random.Next(4) == 0 ? random.Next(50) : 0);
                unfinished.Add(offset, tracker.Add(offset));
                lastFinishedOrRead = offset;
            }
            else if (unfinished.Count > 0)
            {
                var (finished, ticket) = unfinished.ElementAt(random.Next(unfinished.Count));
                var before = tracker.Watermark;
                unfinished.Remove(finished);
                Assert.Equal(tracker.Finish(ticket), tracker.Watermark != before);
            }
            Assert.Equal(unfinished.Count, tracker.UnderWay);
            Assert.Equal(unfinished.Count > 0 ? unfinished.Keys.First() : null, tracker.First);
            Assert.InRange(tracker.UnderWay, unfinished.Count > 0 ? 1 : 0, tracker.Span);
            if (lastFinishedOrRead < 0) continue;
            // Nothing unfinished lies below the watermark, and everything below the first unfinished record may be committed.
            var first = unfinished.Count > 0 ? unfinished.Keys.First() : lastFinishedOrRead + 1;
            Assert.True(tracker.Watermark <= first, $"watermark {tracker.Watermark}, first unfinished {first}");
            if (unfinished.Count == 0) Assert.Equal(lastFinishedOrRead + 1, tracker.Watermark);
        }
        foreach (var ticket in unfinished.Values.ToArray().OrderBy(_ => random.Next())) tracker.Finish(ticket);
        Assert.Equal(0, tracker.UnderWay);
    });
}
