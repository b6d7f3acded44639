using Akka.Events.Committing.Internal.Snapshots;
using Akka.Events.Tests.Support;
using Xunit;

namespace Akka.Events.Tests.Committing;

public sealed class CheckpointHistoryTests
{
    private static readonly TimeSpan Horizon = TimeSpan.FromHours(24);

    private readonly ManualTime _time = new();

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public void Rows_below_the_newest_checkpoint_beyond_the_horizon_may_go()
    {
        var history = new CheckpointHistory(_time);
        foreach (var sequenceNr in new[] { 10, 20, 30 })
        {
            history.Add(sequenceNr);
            _time.Advance(TimeSpan.FromHours(11));
        }
        Assert.Equal(10, history.NewestBeyond(Horizon));
        Assert.Equal([10, 20, 30], history.Keep(Horizon).Select(c => c.SequenceNr));
        _time.Advance(TimeSpan.FromHours(11));
        Assert.Equal(20, history.NewestBeyond(Horizon));
        Assert.Equal([20, 30], history.Keep(Horizon).Select(c => c.SequenceNr));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-100)]
    public void A_time_of_day_that_jumps_makes_no_checkpoint_older_or_younger(int hours)
    {
        var history = new CheckpointHistory(_time);
        history.Add(10);
        _time.Jump(TimeSpan.FromHours(hours));
        Assert.Equal(0, history.NewestBeyond(Horizon));
        _time.Advance(Horizon);
        Assert.Equal(10, history.NewestBeyond(Horizon));
    }

    [Fact]
    public void What_an_earlier_owner_has_made_has_the_age_of_its_time()
    {
        var history = new CheckpointHistory(_time);
        history.Add(10, Now - (long)TimeSpan.FromHours(23).TotalMilliseconds);
        history.Add(20, Now + (long)TimeSpan.FromHours(5).TotalMilliseconds); // the earlier owner's clock was ahead
        Assert.Equal(0, history.NewestBeyond(Horizon));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, history.NewestBeyond(Horizon));
        _time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(20, history.NewestBeyond(Horizon));
    }

    [Fact]
    public void A_checkpoint_made_while_the_clock_was_years_ahead_is_forgotten_with_those_after_it()
    {
        var history = new CheckpointHistory(_time);
        history.Add(10, Now - (long)TimeSpan.FromHours(60).TotalMilliseconds);
        history.Add(20, Now + (long)TimeSpan.FromDays(3650).TotalMilliseconds);
        history.Add(30, Now - (long)TimeSpan.FromHours(40).TotalMilliseconds);
        history.Add(40, Now - (long)TimeSpan.FromHours(1).TotalMilliseconds);
        Assert.Equal(30, history.NewestBeyond(Horizon));
        Assert.Equal([30, 40], history.Keep(Horizon).Select(c => c.SequenceNr));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(-100_000)]
    public void A_clock_that_is_put_right_puts_right_when_checkpoints_were_made(int hours)
    {
        var history = new CheckpointHistory(_time);
        _time.Jump(TimeSpan.FromHours(hours));
        history.Add(10);
        _time.Advance(TimeSpan.FromHours(2));
        _time.Jump(TimeSpan.FromHours(-hours));
        var next = new CheckpointHistory(_time);
        foreach (var (sequenceNr, at) in history.Keep(Horizon)) next.Add(sequenceNr, at);
        _time.Advance(TimeSpan.FromHours(21));
        Assert.Equal(0, next.NewestBeyond(Horizon));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, next.NewestBeyond(Horizon));
    }
}
