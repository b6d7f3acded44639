using Akka.Configuration;
using Akka.Events.Hosting;
using Akka.Events.LocalServers;
using Akka.Hosting;
using Akka.Persistence.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Akka.Events.Tests.Hosting;

/// <summary>The shards' journal is the event system's own: what the user says of journals neither reaches it nor is touched.</summary>
public sealed class OwnPluginsTests : IDisposable
{
    private const string Journal = "akka.persistence.journal.akka-events", Snapshots = "akka.persistence.snapshot-store.akka-events";

    private readonly MockKafka _kafka = MockKafka.Start();

    public void Dispose() => _kafka.Dispose();

    [Theory]
    [InlineData($"{Journal}.replay-filter.mode = warn", $"{Journal}.replay-filter.mode: is the event system's own, and has to be 'off': take it out")]
    [InlineData($"{Snapshots}.class = \"Mine, Mine\"", $"{Snapshots}.class: is the event system's own, and has to be "
        + "'Akka.Persistence.Snapshot.MemorySnapshotStore, Akka.Persistence': take it out")]
    [InlineData($"{Journal}.event-adapters.mine = \"Mine, Mine\"", $"{Journal}.event-adapters.mine: is the event system's own: take it out")]
    public async Task What_the_user_says_of_the_shards_own_plugins_afterwards_stops_the_start(string hocon, string error)
    {
        using var host = Build(akka => { }, akka => akka.AddHocon(ConfigurationFactory.ParseString(hocon), HoconAddMode.Prepend));

        Assert.Equal(error, (await Assert.ThrowsAsync<EventsConfigurationException>(() => host.StartAsync())).Message);
    }

    [Fact]
    public async Task Replay_filter_and_breakers_are_the_shards_own_whatever_the_user_says_of_all_plugins()
    {
        const string mine =
            """
            akka.persistence.journal-plugin-fallback { replay-filter.mode = fail, circuit-breaker.max-failures = 1 }
            akka.persistence.journal.akka-events.replay-filter.mode = fail
            """;
        using var host = Build(
            akka => akka.AddHocon(ConfigurationFactory.ParseString(mine), HoconAddMode.Prepend),
            akka => akka.WithInMemoryJournal().WithInMemorySnapshotStore());
        await host.StartAsync();
        var config = host.Services.GetRequiredService<Akka.Actor.ActorSystem>().Settings.Config;

        Assert.Equal("off", config.GetString($"{Journal}.replay-filter.mode"));
        Assert.Equal("akka.persistence.journal.inmem", config.GetString("akka.persistence.journal.plugin"));
        await host.StopAsync();
    }

    private IHost Build(Action<AkkaConfigurationBuilder> before, Action<AkkaConfigurationBuilder> after)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddAkkaEvents().AddAkka("own", akka =>
        {
            before(akka);
            after(akka.WithEvents(events => events.UseKafka(_kafka.Bootstrap).UseInMemory()));
        });
        return builder.Build();
    }
}
