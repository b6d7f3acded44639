using Akka.Events.Handling.Internal.Schedules;
using Xunit;

namespace Akka.Events.Tests.Handling.Visits;

public sealed class VisitScheduleTests
{
    [Fact]
    public void It_is_due_at_the_multiples_of_its_interval_and_after_the_time_that_is_asked_about()
    {
        var daily = new VisitSchedule("close", TimeSpan.FromDays(1), TimeSpan.Zero);
        var midnight = new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(midnight, daily.Next(midnight - TimeSpan.FromTicks(1), "group", 3));
        Assert.Equal(midnight + TimeSpan.FromDays(1), daily.Next(midnight, "group", 3));
        Assert.Equal(midnight + TimeSpan.FromDays(1), daily.Next(midnight + TimeSpan.FromHours(23), "group", 3));
    }

    [Fact]
    public void The_shards_are_spread_over_the_jitter_and_each_keeps_its_place()
    {
        var spread = new VisitSchedule("close", TimeSpan.FromHours(1), TimeSpan.FromMinutes(30));
        var hour = new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.Zero);
        var due = Enumerable.Range(0, 200).Select(shard => spread.Next(hour - TimeSpan.FromTicks(1), "group", shard)).ToArray();

        Assert.All(due, at => Assert.InRange(at, hour - TimeSpan.FromMinutes(30), hour + TimeSpan.FromMinutes(30)));
        Assert.True(due.Distinct().Count() > 190);
        for (var shard = 0; shard < 200; shard++) Assert.Equal(due[shard] + TimeSpan.FromHours(1), spread.Next(due[shard], "group", shard));
    }
}
