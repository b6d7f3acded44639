using Flights.Supervising;
using Xunit;

namespace Flights.Tests;

public sealed class KillPlanTests
{
    [Fact]
    public void One_kill_comes_half_way()
    {
        var plan = new KillPlan(20_000, 1);

        Assert.False(plan.IsDue(9_999));
        Assert.True(plan.IsDue(10_000));
    }

    [Fact]
    public void Kills_divide_the_flights_into_equal_parts()
    {
        var plan = new KillPlan(3_000_000, 5);

        Assert.Equal([500_000, 1_000_000, 1_500_000, 2_000_000, 2_500_000], Enumerable.Range(0, 5).Select(plan.Point));
    }

    [Fact]
    public void Each_point_counts_once_also_when_flights_are_counted_again()
    {
        var plan = new KillPlan(100, 2);
        Assert.True(plan.IsDue(40));
        plan.Count();

        Assert.False(plan.IsDue(0));
        Assert.False(plan.IsDue(40));
        Assert.True(plan.IsDue(66));
        plan.Count();
        Assert.False(plan.IsDue(100));
        Assert.Equal(2, plan.Done);
    }

    [Fact]
    public void No_kill_is_due_when_none_is_wanted() => Assert.False(new KillPlan(100, 0).IsDue(100));
}
