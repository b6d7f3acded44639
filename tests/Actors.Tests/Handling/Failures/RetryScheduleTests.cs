using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Failures;
using Xunit;

namespace Akka.Events.Tests.Handling.Failures;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule Blocking = new(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), FailureMode.Block);
    private static readonly RetrySchedule Discarding = Blocking with { OnFailure = FailureMode.Discard };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(6, 30)]
    [InlineData(1000, 30)]
    public void The_wait_doubles_up_to_its_limit(int attempts, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Blocking.Next(attempts, TimeSpan.Zero, random: 0.5));

    [Fact]
    public void Jitter_stays_within_a_fifth() => Randomly.Check(random =>
    {
        var wait = Blocking.Next(3, TimeSpan.Zero, random.NextDouble())!.Value;
        Assert.InRange(wait.TotalSeconds, 3.2, 4.8);
    });

    [Fact]
    public void An_event_is_given_up_when_no_further_attempt_fits_into_its_timeout()
    {
        Assert.NotNull(Discarding.Next(6, TimeSpan.FromSeconds(269), 0.5));
        Assert.Null(Discarding.Next(6, TimeSpan.FromSeconds(270), 0.5));
    }

    [Fact]
    public void A_blocking_event_is_tried_for_ever() => Assert.NotNull(Blocking.Next(100, TimeSpan.FromDays(7), 0.5));
}
