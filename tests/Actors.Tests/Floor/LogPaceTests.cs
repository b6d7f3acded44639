using Xunit;

namespace Akka.Events.Tests.Floor;

public sealed class LogPaceTests
{
    private readonly LogPace _pace = new();

    [Fact]
    public void Lines_about_a_trouble_that_goes_on_come_at_growing_intervals_and_say_how_many_were_left_out()
    {
        var written = new List<(double At, int PassedOver)>();
        for (var tenths = 0; tenths <= 200; tenths++)
            if (_pace.Take(TimeSpan.FromSeconds(100 + tenths / 10.0), out var passedOver))
                written.Add((tenths / 10.0, passedOver));

        Assert.Equal([(0, 0), (1, 9), (3, 19), (7, 39), (15, 79)], written);
    }

    [Fact]
    public void Waits_grow_to_five_minutes()
    {
        var written = 0;
        for (var seconds = 0; seconds < 24 * 3600; seconds++)
            if (_pace.Take(TimeSpan.FromSeconds(seconds), out _))
                written++;

        Assert.InRange(written, 288, 300);
    }

    [Fact]
    public void After_a_quiet_time_another_trouble_is_told_at_once_and_soon_again()
    {
        foreach (var seconds in new[] { 0, 1, 3, 7 }) Assert.True(_pace.Take(TimeSpan.FromSeconds(seconds), out _));
        Assert.True(_pace.Take(TimeSpan.FromSeconds(100), out _));
        Assert.False(_pace.Take(TimeSpan.FromSeconds(100.5), out _));
        Assert.True(_pace.Take(TimeSpan.FromSeconds(101), out var passedOver));
        Assert.Equal(1, passedOver);
    }
}
