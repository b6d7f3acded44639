using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Akka.Runtime.Tests.Hosting;

public sealed class HoconTests
{
    [Fact]
    public void Append_is_below_what_is_there_Prepend_and_Replace_are_over_it()
    {
        var config = Configure(akka => akka
            .AddHocon("my { a = 1, b = 1, c = 1 }", HoconAddMode.Prepend)
            .AddHocon("my { a = 2, d = 2 }", HoconAddMode.Append)
            .AddHocon("my { b = 3 }", HoconAddMode.Prepend)
            .AddHocon("my { c = 4 }", HoconAddMode.Replace));

        Assert.Equal((1, 3, 4, 2), (config.GetInt("my.a"), config.GetInt("my.b"), config.GetInt("my.c"), config.GetInt("my.d")));
    }

    [Fact]
    public void A_file_is_read()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "my.value = from-file");
            Assert.Equal("from-file", Configure(akka => akka.AddHoconFile(file, HoconAddMode.Prepend)).GetString("my.value"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Microsofts_configuration_becomes_HOCON()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string>
        {
            ["AKKA:CLUSTER:ROLES:0"] = "front",
            ["AKKA:CLUSTER:ROLES:1"] = "back",
            ["AKKA:CLUSTER:MIN_NR_OF_MEMBERS"] = "1",
            ["akka:actor.ask-timeout"] = "3s",
            ["akka:log-config-on-start"] = "True",
            ["akka:path"] = """C:\logs "today" """,
            ["other:value"] = "1",
        }).Build();

        var config = Configure(akka => akka.AddHocon(configuration.GetSection("akka"), HoconAddMode.Prepend));

        Assert.Equal(["front", "back"], config.GetStringList("akka.cluster.roles"));
        Assert.Equal(1, config.GetInt("akka.cluster.min-nr-of-members"));
        Assert.Equal(TimeSpan.FromSeconds(3), config.GetTimeSpan("akka.actor.ask-timeout"));
        Assert.Equal("on", config.GetString("akka.log-config-on-start"));
        Assert.Equal("""C:\logs "today" """, config.GetString("akka.path"));
        Assert.False(config.HasPath("other"));
    }

    [Fact]
    public void Keys_keep_their_case_when_not_normalised()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string> { ["my:Key"] = "1" }).Build();

        var config = Configure(akka => akka.AddHocon(configuration, HoconAddMode.Prepend, normalizeKeys: false));

        Assert.Equal(1, config.GetInt("my.Key"));
        Assert.False(config.HasPath("my.key"));
    }

    [Fact]
    public async Task The_ask_timeout_is_the_default_of_Ask()
    {
        using var host = Hosts.Build(akka => akka.WithActorAskTimeout(TimeSpan.FromMilliseconds(50)));
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();

        Assert.Equal(TimeSpan.FromMilliseconds(50), system.Settings.AskTimeout);
        await Assert.ThrowsAsync<AskTimeoutException>(() => system.IgnoreRef.Ask<object>("hello"));
        await host.StopAsync();
    }

    private static Config Configure(Action<AkkaConfigurationBuilder> configure)
    {
        var builder = new AkkaConfigurationBuilder(new ServiceCollection(), "test");
        configure(builder);
        return builder.Configuration.Value;
    }
}
