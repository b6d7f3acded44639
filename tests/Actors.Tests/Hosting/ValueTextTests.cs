using Akka.Events.Handling;
using Akka.Events.Hosting.Configuration.Internal;
using Xunit;

namespace Akka.Events.Tests.Hosting;

public sealed class ValueTextTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("10 s", 10_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("2 minutes", 120_000)]
    [InlineData("1d", 86_400_000)]
    [InlineData("0s", 0)]
    [InlineData("-1s", -1_000)]
    [InlineData("00:00:10", 10_000)]
    [InlineData("0:30", 1_800_000)]
    [InlineData("23:59:59.5", 86_399_500)]
    [InlineData("1.12:00:00", 129_600_000)]
    public void Durations_are_a_number_and_a_unit(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), ValueText.Duration(text));

    [Theory]
    [InlineData("10", "'10' has no unit")]
    [InlineData("10 sheep", "'10 sheep' is not a duration")]
    [InlineData("ten seconds", "'ten seconds' is not a duration")]
    [InlineData("", "'' is not a duration")]
    [InlineData("00:60:10:70", "'00:60:10:70' is not a duration")]
    [InlineData("24:00:00", "'24:00:00' is not a duration: hours go to 23, a day is 1.00:00:00")]
    [InlineData("48:00", "'48:00' is not a duration")]
    [InlineData("1,5s", "'1,5s' is not a duration")]
    [InlineData("infinite", "'infinite' is not a duration")]
    [InlineData("99999999999999999999d", "'99999999999999999999d' is too large")]
    [InlineData("999999999999999999999999999999999d", "'999999999999999999999999999999999d' is not a duration")]
    public void What_is_no_duration_is_refused_with_the_reason(string text, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<FormatException>(() => ValueText.Duration(text)).Message);

    [Theory]
    [InlineData("512", 512)]
    [InlineData("16MiB", 16L << 20)]
    [InlineData("16 M", 16L << 20)]
    [InlineData("1.5 KiB", 1536)]
    [InlineData("1GB", 1_000_000_000)]
    [InlineData("64k", 64L << 10)]
    [InlineData("-5 MiB", -5L << 20)]
    public void Sizes_are_a_number_and_perhaps_a_unit(string text, long bytes) => Assert.Equal(bytes, ValueText.Size(text));

    [Theory]
    [InlineData("16 parrots")]
    [InlineData("MiB")]
    [InlineData("")]
    [InlineData("9999999999999999 GiB")]
    public void What_is_no_size_is_refused(string text) => Assert.Throws<FormatException>(() => ValueText.Size(text));

    [Theory]
    [InlineData("on", true)]
    [InlineData("True", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void Flags_are_on_or_off(string text, bool flag) => Assert.Equal(flag, ValueText.Flag(text));

    [Theory]
    [InlineData("yes")]
    [InlineData("1")]
    [InlineData("")]
    public void Other_flags_are_refused(string text) => Assert.Throws<FormatException>(() => ValueText.Flag(text));

    [Fact]
    public void Choices_are_read_whatever_their_case_and_listed_when_wrong()
    {
        Assert.Equal(FailureMode.Discard, ValueText.Choice<FailureMode>("Discard"));
        Assert.Equal("'1' is none of block, discard, save, retry-later", Assert.Throws<FormatException>(() => ValueText.Choice<FailureMode>("1")).Message);
    }

    [Fact]
    public void Values_are_written_as_they_are_read()
    {
        foreach (var text in (string[])["500ms", "90s", "5m", "36h", "2d", "0s"])
            Assert.Equal(text, ValueText.Of(ValueText.Duration(text)));
        foreach (var text in (string[])["1000000", "64KiB", "16MiB", "3GiB"]) Assert.Equal(text, ValueText.OfSize(ValueText.Size(text)));
    }
}
