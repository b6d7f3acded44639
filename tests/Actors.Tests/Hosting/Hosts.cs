using Akka.Configuration;
using Akka.Events.Hosting;
using Akka.Events.LocalServers;
using Akka.Events.Operating;
using Akka.Events.Testing;
using Akka.Events.Tests.Support;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Akka.Events.Tests.Hosting;

/// <summary>Hosts over one mock Kafka with the topic "orders", stopped at the end in turn.</summary>
internal sealed class Hosts : IAsyncDisposable
{
    private readonly Action<EventsBuilder> _store;
    private readonly List<IHost> _hosts = [];

    public Hosts(Action<EventsBuilder> store)
    {
        _store = store;
        Kafka.CreateTopic(Planning.Orders.Name, 4);
    }

    public MockKafka Kafka { get; } = MockKafka.Start();

    /// <summary>
    /// Longer than a machine with too much to do holds up a member's heartbeats; less where a member joins after another one: the mock's
    /// coordinator lets it wait for most of a session.
    /// </summary>
    public TimeSpan Session { get; init; } = TimeSpan.FromMinutes(1);

    public static Task Eventually(Func<bool> condition, string what) => Testing.Eventually.True(condition, what);

    public async Task<IHost> Start(Action<EventsBuilder> events, Action<IServiceCollection>? services = null, string hocon = "")
    {
        var host = Build(events, services, hocon);
        await host.StartAsync();
        return host;
    }

    public IHost Build(Action<EventsBuilder> events, Action<IServiceCollection>? services = null, string hocon = "")
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging();
        services?.Invoke(builder.Services);
        builder.Services.AddAkkaEvents(
            "hosted",
            e =>
            {
                _store(e);
                events(e.UseKafka(Kafka.Bootstrap, k =>
                {
                    k.Client["session.timeout.ms"] = $"{Session.TotalMilliseconds:0}";
                    k.Client["heartbeat.interval.ms"] = "1000";
                }));
            },
            (akka, _) => akka.AddHocon(ConfigurationFactory.ParseString(hocon), HoconAddMode.Prepend));
        return Keep(builder.Build());
    }

    public IHost Keep(IHost host)
    {
        _hosts.Add(host);
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            // One whose start has failed can't be stopped.
            if (host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.IsCancellationRequested) await host.StopAsync();
            host.Dispose();
        }
        Kafka.Dispose();
    }
}

internal static class HostStatus
{
    public static GroupStatus Group(this IHost host) => Assert.Single(host.Services.GetRequiredService<IEventsStatus>().Groups);

    public static long Handled(this IHost host) => host.Group().Handled;
}
