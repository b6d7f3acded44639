using Akka.Events.Cli.Records;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Cli.Tests;

public sealed class MomentTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_place_is_an_end_an_offset_a_time_or_so_long_ago()
    {
        Assert.Equal(Offset.Beginning, Moment.Parse("earliest", Now).Offset);
        Assert.Equal(Offset.End, Moment.Parse("latest", Now).Offset);
        Assert.Equal(812, Moment.Parse("812", Now).Offset!.Value.Value);
        Assert.Equal(Now.AddMinutes(-15), Moment.Parse("-15m", Now).Time);
        Assert.Equal(Now.AddDays(-1.5), Moment.Parse("-1.5d", Now).Time);
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 20, 0, 0, TimeSpan.Zero), Moment.Parse("2026-11-27T20:00", Now).Time);
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 19, 0, 0, TimeSpan.Zero), Moment.Parse("2026-11-27T20:00+01:00", Now).Time);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-15")]
    [InlineData("-m")]
    public void Anything_else_is_refused_with_what_there_is(string text)
    {
        var refused = Assert.Throws<ToolException>(() => Moment.Parse(text, Now));
        Assert.Equal(ExitCode.Misused, refused.ExitCode);
        Assert.Contains("earliest", refused.Message, StringComparison.Ordinal);
    }
}
