using Akka.Events.Publishing.Internal.UnderWay;
using Xunit;

namespace Akka.Events.Tests.Publishing;

public sealed class EpochsTests
{
    [Fact]
    public void A_flush_waits_for_what_began_before_it_and_for_nobody_after()
    {
        var epochs = new Epochs();
        Assert.True(epochs.Close().Wait(TimeSpan.FromMinutes(1)));
        var first = epochs.Enter();
        var flush = epochs.Close();
        var later = epochs.Enter();
        Assert.False(flush.IsCompleted);
        first.Leave();
        Assert.True(flush.Wait(TimeSpan.FromMinutes(1)));
        Assert.False(epochs.Close().IsCompleted);
        later.Leave();
        Assert.True(epochs.Close().Wait(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_second_flush_waits_for_what_the_first_waits_for()
    {
        var epochs = new Epochs();
        var old = epochs.Enter();
        var (one, two) = (epochs.Close(), epochs.Close());
        Assert.False(two.IsCompleted);
        old.Leave();
        Assert.True(Task.WhenAll(one, two).Wait(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Whoever_enters_while_others_flush_is_counted_once()
    {
        var epochs = new Epochs();
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                var epoch = epochs.Enter();
                if (i % 100 == 0) epochs.Close();
                epoch.Leave();
            }
        });
        Assert.True(epochs.Close().Wait(TimeSpan.FromMinutes(1)));
    }
}
