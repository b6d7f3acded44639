using Akka.Configuration;
using Xunit;

namespace Akka.Runtime.Tests.Configuration;

public sealed class ConfigGetterTests
{
    private static readonly Config Sample = ConfigurationFactory.ParseString("""
        app {
          name = "orders"
          count = 42
          big = 9000000000
          ratio = 0.25
          on = on
          off = off
          yes = yes
          tags = [a, "b c", d]
          numbers = [1, 2, 3]
          flags = [on, false]
          nothing = null
          "dotted.key" { "/a/b" = deep }
        }
        """);

    [Fact]
    public void Scalars_are_read_in_their_types()
    {
        Assert.Equal("orders", Sample.GetString("app.name"));
        Assert.Equal(42, Sample.GetInt("app.count"));
        Assert.Equal(9_000_000_000, Sample.GetLong("app.big"));
        Assert.Equal(0.25, Sample.GetDouble("app.ratio"));
        Assert.True(Sample.GetBoolean("app.on"));
        Assert.False(Sample.GetBoolean("app.off", true));
    }

    [Fact]
    public void A_missing_path_gives_the_default()
    {
        Assert.Null(Sample.GetString("app.none"));
        Assert.Equal("x", Sample.GetString("none.at.all", "x"));
        Assert.Equal(0, Sample.GetInt("app.none"));
        Assert.Equal(7, Sample.GetLong("app.none", 7));
        Assert.False(Sample.GetBoolean("app.none"));
        Assert.Equal(TimeSpan.Zero, Sample.GetTimeSpan("app.none"));
        Assert.Equal(TimeSpan.FromSeconds(3), Sample.GetTimeSpan("app.none", TimeSpan.FromSeconds(3)));
        Assert.Null(Sample.GetByteSize("app.none"));
        Assert.Null(Sample.GetConfig("app.none"));
        Assert.Empty(Sample.GetStringList("app.none"));
        Assert.True(Sample.GetConfig("app.none").IsNullOrEmpty());
    }

    [Fact]
    public void Lists_are_read_in_their_types()
    {
        Assert.Equal(["a", "b c", "d"], Sample.GetStringList("app.tags"));
        Assert.Equal([1, 2, 3], Sample.GetIntList("app.numbers"));
        Assert.Equal([1L, 2L, 3L], Sample.GetLongList("app.numbers"));
        Assert.Equal([1.0, 2.0, 3.0], Sample.GetDoubleList("app.numbers"));
        Assert.Equal([true, false], Sample.GetBooleanList("app.flags"));
    }

    [Fact]
    public void A_word_that_is_no_boolean_is_refused() =>
        Assert.Throws<NotSupportedException>(() => Sample.GetBoolean("app.yes"));

    [Fact]
    public void A_quoted_segment_may_hold_dots_and_slashes()
    {
        Assert.True(Sample.HasPath("app.\"dotted.key\""));
        Assert.Equal("deep", Sample.GetString("app.\"dotted.key\".\"/a/b\""));
        Assert.False(Sample.HasPath("app.dotted.key"));
    }

    [Fact]
    public void Null_reads_as_no_text() => Assert.Null(Sample.GetString("app.nothing"));

    [Theory]
    [InlineData("250", 250)]
    [InlineData("250ms", 250)]
    [InlineData("2s", 2_000)]
    [InlineData("2 seconds", 2_000)]
    [InlineData("0.5s", 500)]
    [InlineData("1m", 60_000)]
    [InlineData("3 minutes", 180_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("2d", 172_800_000)]
    public void Durations_have_units(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), ConfigurationFactory.ParseString($"t = {text}").GetTimeSpan("t"));

    [Fact]
    public void An_infinite_duration_is_the_infinite_time_span() =>
        Assert.Equal(Timeout.InfiniteTimeSpan, ConfigurationFactory.ParseString("t = infinite").GetTimeSpan("t"));

    [Theory]
    [InlineData("100", 100)]
    [InlineData("100b", 100)]
    [InlineData("1K", 1024)]
    [InlineData("1kB", 1000)]
    [InlineData("2M", 2 * 1024 * 1024)]
    [InlineData("2MB", 2_000_000)]
    [InlineData("1G", 1024L * 1024 * 1024)]
    public void Sizes_have_units(string text, long bytes) =>
        Assert.Equal(bytes, ConfigurationFactory.ParseString($"s = {text}").GetByteSize("s"));

    [Fact]
    public void A_section_is_a_configuration_of_its_own()
    {
        var app = Sample.GetConfig("app");
        Assert.Equal("orders", app.GetString("name"));
        Assert.Contains("count", app.AsEnumerable().Select(pair => pair.Key));
    }
}
