using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Operating;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Torture;

/// <summary>A service with one group that keeps a ledger for each key.</summary>
internal static class LedgerHost
{
    public static IHost Build(LedgerOptions options, Action<ILoggingBuilder>? logging = null)
    {
        var topic = Topic.Long(options.Topic);
        var second = options.SecondTopic is { } name ? Topic.Long(name) : null;
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        logging?.Invoke(builder.Logging);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMinutes(1));
        builder.Services.AddAkkaEvents("ledgers", events => Store(events, options)
            .UseKafka(options.Kafka, kafka =>
            {
                if (options.Protocol == GroupProtocol.Classic)
                {
                    kafka.Client["session.timeout.ms"] = $"{options.SessionTimeout.TotalMilliseconds:0}";
                    kafka.Client["heartbeat.interval.ms"] = "600";
                }
                kafka.Client["reconnect.backoff.max.ms"] = "500";
            })
            .Group(options.Group, group => group
                .Options(o =>
                {
                    o.Protocol = options.Protocol;
                    o.InstanceId = options.InstanceId;
                    o.CommitInterval = TimeSpan.FromMilliseconds(200);
                    o.Checkpoint.MaxTailEvents = options.CheckpointEvery;
                    // Less than a share of the keys: entities rest, leave memory and come back all the time.
                    o.Memory.MaxActive = 60;
                    o.Memory.MaxResident = 150;
                })
                .Entity<Ledger>(entity => entity.UseProps(_ => Props.Create(() => new Ledger(topic, second))))));
        return builder.Build();
    }

    private static EventsBuilder Store(EventsBuilder events, LedgerOptions options) =>
        options.Sqlite is { } file ? events.UseSqlite(file) : events.UsePostgreSql(options.Store);

    public static GroupStatus Status(this IHost host) => host.Services.GetRequiredService<IEventsStatus>().Groups[0];

    public static Task<LedgerState> Ledger(this IHost host, string key, CancellationToken ct = default) =>
        host.Services.GetRequiredService<IEntities>().Ask<Ledger, LedgerState>(key, GetLedger.Instance, ct);

    /// <summary>Whether these processes have every partition of a topic among them and have finished it up to its end.</summary>
    public static bool Finished(this IEnumerable<IHost> hosts, string topic, IReadOnlyDictionary<int, long> ends)
    {
        var partitions = hosts.SelectMany(host => host.Status().Partitions).Where(p => p.Topic == topic).ToList();
        return partitions.Count == ends.Count && partitions.All(p => (p.Watermark ?? 0) >= ends[p.Partition]);
    }
}
