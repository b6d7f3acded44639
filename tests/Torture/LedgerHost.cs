using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Operating;
using Akka.Events.Topics;
using Akka.Events.Torture.Working;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Torture;

/// <summary>A service with one group that keeps a ledger for each key.</summary>
internal static class LedgerHost
{
    private const string ActorSystem = "ledgers";

    public static IHost Build(LedgerOptions options, Action<ILoggingBuilder>? logging = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        logging?.Invoke(builder.Logging);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMinutes(1));
        var place = new LedgerPlace(Topic.Long(options.Topic), options.SecondTopic is { } second ? Topic.Long(second) : null);
        if (options.Worker is { } worker) place = Torment(builder, place, worker);
        builder.Services.AddAkkaEvents(
            ActorSystem, events => Configure(events, options, place), (akka, _) => Join(akka, options.Worker?.Cluster));
        return builder.Build();
    }

    private static void Configure(EventsBuilder events, LedgerOptions options, LedgerPlace place) => Store(events, options)
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
                o.FencingHorizon = options.FencingHorizon;
                // Less than a share of the keys: entities rest, leave memory and come back all the time.
                o.Memory.MaxActive = 60;
                o.Memory.MaxResident = 150;
                if (place.Mischief is not null)
                {
                    o.Handler.AttemptTimeout = Mischief.AttemptTimeout;
                    o.Handler.MinBackoff = TimeSpan.FromMilliseconds(50);
                    o.Handler.MaxBackoff = TimeSpan.FromSeconds(1);
                    o.Handler.OnUndecodable = FailureMode.Discard;
                }
            })
            .Entity<Ledger>(entity => entity.UseProps(_ => Props.Create(() => new Ledger(place)))));

    private static LedgerPlace Torment(HostApplicationBuilder builder, LedgerPlace place, WorkerOptions worker)
    {
        var notes = new Notes(worker.Folder, worker.Process, worker.NotesRuns);
        place = place with { Process = worker.Process, Notes = notes, Blocks = worker.Life % 2 == 0 };
        if (worker.Mischief is not { } seed) return place;
        var mischief = new Mischief(seed, notes, worker.BlockedFile);
        builder.Services.AddSingleton<IGroupObserver>(new ThrowingObserver(mischief));
        builder.Services.AddSingleton(new ThrowingListeners(mischief));
        builder.Logging.AddProvider(new ThrowingLoggers(mischief));
        return place with { Mischief = mischief };
    }

    private static EventsBuilder Store(EventsBuilder events, LedgerOptions options) =>
        options.Sqlite is { } file ? events.UseSqlite(file) : events.UsePostgreSql(options.Store);

    // What is split by a proxy before each node has to be healed there, not by downing.
    private static void Join(AkkaConfigurationBuilder akka, ClusterPorts? ports)
    {
        if (ports is null) return;
        const string here = "127.0.0.1";
        akka.AddHocon("akka.cluster.downing-provider-class = \"\"", HoconAddMode.Prepend)
            .WithRemoting(new RemoteOptions { HostName = here, Port = ports.Bound, PublicHostName = here, PublicPort = ports.Public })
            .WithClustering(new ClusterOptions { SeedNodes = [$"akka.tcp://{ActorSystem}@{here}:{ports.Seed}"] });
    }

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
