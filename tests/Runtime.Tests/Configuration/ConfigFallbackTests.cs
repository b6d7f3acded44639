using Akka.Configuration;
using Xunit;

namespace Akka.Runtime.Tests.Configuration;

public sealed class ConfigFallbackTests
{
    private static readonly Config Upper = ConfigurationFactory.ParseString("a { x = 1, list = [1] }, only-upper = yes");
    private static readonly Config Lower = ConfigurationFactory.ParseString("a { x = 2, y = 3, list = [2, 3] }, only-lower = yes");

    [Fact]
    public void The_upper_layer_wins_and_objects_merge_deeply()
    {
        var merged = Upper.WithFallback(Lower);
        Assert.Equal(1, merged.GetInt("a.x"));
        Assert.Equal(3, merged.GetInt("a.y"));
        Assert.Equal("yes", merged.GetString("only-upper"));
        Assert.Equal("yes", merged.GetString("only-lower"));
    }

    [Fact]
    public void Arrays_are_replaced_as_a_whole() => Assert.Equal([1], Upper.WithFallback(Lower).GetIntList("a.list"));

    [Fact]
    public void Layers_stay_as_they_were()
    {
        _ = Upper.WithFallback(Lower);
        Assert.False(Upper.HasPath("a.y"));
        Assert.Equal(2, Lower.GetInt("a.x"));
    }

    [Fact]
    public void A_section_is_cut_out_of_all_layers() => Assert.Equal(3, Upper.WithFallback(Lower).GetConfig("a").GetInt("y"));

    [Fact]
    public void Text_converts_and_adds()
    {
        Config config = "a.x = 5";
        Assert.Equal(5, config.GetInt("a.x"));
        Assert.Equal(6, (config + "b = 6").GetInt("b"));
        Assert.Equal(7, ("a.x = 7" + config).GetInt("a.x"));
    }

    [Fact]
    public void Nothing_is_safe_to_lay_over_something()
    {
        Config none = null;
        Assert.Equal(2, none.SafeWithFallback(Lower).GetInt("a.x"));
        Assert.True(Config.Empty.IsNullOrEmpty());
        Assert.True(ConfigurationFactory.Empty.IsEmpty);
    }

    [Fact]
    public void The_reference_configuration_has_the_documented_defaults()
    {
        var reference = ConfigurationFactory.Default();
        Assert.Equal(30, reference.GetInt("akka.actor.default-dispatcher.throughput"));
        Assert.Equal("INFO", reference.GetString("akka.loglevel"));
        Assert.Equal(TimeSpan.FromSeconds(5), reference.GetTimeSpan("akka.coordinated-shutdown.default-phase-timeout"));
        Assert.Equal(Timeout.InfiniteTimeSpan, reference.GetTimeSpan("akka.actor.ask-timeout"));
    }
}
