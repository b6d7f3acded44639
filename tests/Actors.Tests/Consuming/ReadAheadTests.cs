using Akka.Events.Consuming.Internal;
using Xunit;

namespace Akka.Events.Tests.Consuming;

public sealed class ReadAheadTests
{
    [Fact]
    public void It_follows_what_a_commit_finishes()
    {
        var ahead = new ReadAhead(10_000);
        Assert.Equal(2_500, ahead.Window);
        ahead.Finished(2_000);
        Assert.Equal(6_000, ahead.Window);
        ahead.Finished(10);
        Assert.Equal(2_500, ahead.Window);
    }

    [Fact]
    public void It_grows_while_it_is_what_keeps_commits_small()
    {
        var ahead = new ReadAhead(10_000);
        // Half of the window is in a commit, the other half gathers.
        for (var i = 0; i < 10; i++) ahead.Finished(ahead.Window / 2);
        Assert.Equal(10_000, ahead.Window);
    }

    [Fact]
    public void It_gives_way_up_to_the_limit_when_nothing_finishes()
    {
        var ahead = new ReadAhead(6_000);
        Assert.True(ahead.Widen());
        Assert.True(ahead.Widen());
        Assert.Equal(6_000, ahead.Window);
        Assert.False(ahead.Widen());
    }

    [Fact]
    public void A_small_limit_is_kept() => Assert.Equal(10, new ReadAhead(10).Window);
}
