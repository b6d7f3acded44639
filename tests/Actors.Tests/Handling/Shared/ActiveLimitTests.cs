using Akka.Events.Handling.Internal.Shared;
using Xunit;

namespace Akka.Events.Tests.Handling.Shared;

public class ActiveLimitTests
{
    [Fact]
    public void It_grows_to_the_most_that_is_allowed_while_actors_are_used_again()
    {
        var limit = new ActiveLimit(100_000);
        var before = limit.Current;
        for (var i = 0; i < 10; i++) limit.Seen(ActiveLimit.Sample, ActiveLimit.Sample / 4);

        Assert.True(before < 100_000);
        Assert.Equal(100_000, limit.Current);
    }

    [Fact]
    public void It_falls_while_hardly_any_is_used_again_and_stays_in_between()
    {
        var limit = new ActiveLimit(100_000);
        var least = limit.Current;
        for (var i = 0; i < 10; i++) limit.Seen(ActiveLimit.Sample, ActiveLimit.Sample);
        limit.Seen(ActiveLimit.Sample, ActiveLimit.Sample / 10);
        Assert.Equal(100_000, limit.Current);
        for (var i = 0; i < 10; i++) limit.Seen(ActiveLimit.Sample, 0);

        Assert.Equal(least, limit.Current);
    }

    [Fact]
    public void It_never_exceeds_a_small_maximum() => Randomly.Check(random =>
    {
        var max = 1 + random.Next(50_000);
        var limit = new ActiveLimit(max);
        for (var i = 0; i < 20; i++)
        {
            Assert.InRange(limit.Current, 1, max);
            limit.Seen(ActiveLimit.Sample, random.Next(ActiveLimit.Sample));
        }
    });
}
