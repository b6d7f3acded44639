using Xunit;

namespace Akka.Events.Tests.Floor;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(0.0004, "0 ms")]
    [InlineData(0.0126, "13 ms")]
    [InlineData(1, "1 s")]
    [InlineData(1.2345, "1.2 s")]
    [InlineData(59.6, "60 s")]
    [InlineData(300, "5 min")]
    [InlineData(10_000, "3 h")]
    [InlineData(1_000_000, "12 days")]
    public void A_duration_is_written_as_one_would_say_it(double seconds, string text) =>
        Assert.Equal(text, Durations.Text(TimeSpan.FromSeconds(seconds)));
}
