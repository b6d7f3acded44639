using Akka.Events.Hosting;
using Akka.Events.Operating;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Integration.Tests.Support;

/// <summary>A host with one group, over the servers.</summary>
internal sealed class Service : IAsyncDisposable
{
    private readonly IHost _host;

    private Service(IHost host, string group, Log log)
    {
        _host = host;
        Group = group;
        Log = log;
    }

    public string Group { get; }

    public Log Log { get; }

    public IServiceProvider Services => _host.Services;

    public GroupStatus Status => _host.Services.GetRequiredService<IEventsStatus>().Groups[0];

    /// <param name="servers">Where it runs.</param>
    /// <param name="group">The group's handlers; null for no group.</param>
    /// <param name="postgres">The database; null for a group that needs none.</param>
    /// <param name="name">The group's name; null for one of its own.</param>
    /// <param name="kafka">How it reaches Kafka, where that is another way than the other tests'.</param>
    /// <param name="publishing">How it publishes.</param>
    /// <param name="topics">How it makes topics.</param>
    /// <param name="outbox">How it forwards its outbox; null for none.</param>
    /// <param name="broadcast">The group is a broadcast.</param>
    /// <param name="also">What else the service has.</param>
    public static async Task<Service> Start(
        Servers servers, Action<GroupBuilder>? group, string? postgres = null, string? name = null, Action<KafkaOptions>? kafka = null,
        Action<PublishingOptions>? publishing = null, Action<TopicOptions>? topics = null, Action<OutboxOptions>? outbox = null, bool broadcast = false, Action<EventsBuilder>? also = null)
    {
        name ??= servers.NewName("group");
        var log = new Log();
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(log);
        builder.Services.AddAkkaEvents("service", events =>
        {
            events.UseKafka(servers.Kafka.Bootstrap, options =>
            {
                options.Client["session.timeout.ms"] = $"{Servers.LongSession.TotalMilliseconds:0}";
                options.Client["heartbeat.interval.ms"] = "600";
                kafka?.Invoke(options);
            });
            if (postgres is not null) events.UsePostgreSql(postgres);
            if (publishing is not null) events.ConfigurePublishing(publishing);
            if (topics is not null) events.ConfigureTopics(topics);
            if (outbox is not null) events.UseOutbox(outbox);
            also?.Invoke(events);
            if (group is null) return;
            if (broadcast) events.Broadcast(name, Configure);
            else events.Group(name, Configure);

            void Configure(GroupBuilder g)
            {
                g.Options(o =>
                {
                    o.CommitInterval = TimeSpan.FromMilliseconds(100);
                    o.TopicCheckInterval = TimeSpan.FromMilliseconds(200);
                });
                group(g);
            }
        });
        builder.Services.AddHealthChecks().AddAkkaEvents();
        var host = builder.Build();
        await host.StartAsync();
        return new Service(host, name, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
