using Akka.Cluster.Hosting;
using Akka.Events.Hosting;
using Akka.Events.Topics;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Flights.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Flights.Working;

/// <summary>The event system, set up for its two uses here: a process that counts, and one that only publishes.</summary>
internal static class EventSystem
{
    // Here nodes die at any moment, and come back within a second at the same address. At the end of a run nobody is left to agree to
    // a node's leaving.
    private const string ShortLives =
        """
        akka.remote.retry-gate-closed-for = 1s
        akka.cluster.retry-unsuccessful-join-after = 1s
        akka.coordinated-shutdown.phases {
          cluster-leave.timeout = 500ms
          cluster-exiting.timeout = 500ms
          cluster-exiting-done.timeout = 500ms
        }
        """;

    public static Topic<Flight> Topic(WorkerSettings settings) =>
        Akka.Events.Topics.Topic.Json(settings.Topic, flight => flight.Origin, FlightsJson.Default.Flight);

    /// <summary>A member of the group, with one entity per airport.</summary>
    public static IHost Worker(WorkerSettings settings) => Build(settings, events =>
    {
        if (settings.Postgres is { } connection) events.UsePostgreSql(connection);
        else if (settings.Sqlite is { } file) events.UseSqlite(file);
        else events.UseInMemory();
        events.Group(settings.Group, group => group
            // A worker that takes a killed one's place has its name in the group, and so gets its partitions at once.
            .Options(options => options.InstanceId = settings.Member)
            .Entity<Airport>(entity => entity.UseJson(FlightsJson.Default)));
    });

    /// <summary>A process without a group; with a place in the cluster it is the workers' seed.</summary>
    public static IHost Publisher(WorkerSettings settings) => Build(settings, events => events.UseInMemory());

    private static IHost Build(WorkerSettings settings, Action<EventsBuilder> configure)
    {
        // With a page of its own it is a web service, else a plain host.
        if (settings.Dashboard is not { } port)
        {
            var plain = Host.CreateEmptyApplicationBuilder(null);
            SetUp(plain, settings, configure);
            return plain.Build();
        }
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        web.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        web.Services.AddRoutingCore();
        SetUp(web, settings, configure);
        var app = web.Build();
        app.MapAkkaEvents();
        return app;
    }

    private static void SetUp(IHostApplicationBuilder builder, WorkerSettings settings, Action<EventsBuilder> configure)
    {
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled))
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            // What Akka says of connections to killed workers is no news here; the event system has loggers of its own.
            .AddFilter("Akka.Actor", LogLevel.None);
        builder.Services.AddSingleton(Topic(settings));
        builder.Services.AddAkkaEvents(
            "flights",
            events => configure(events.UseKafka(settings.Kafka, kafka =>
            {
                kafka.Client["session.timeout.ms"] = $"{settings.Session.TotalMilliseconds:0}";
                kafka.Client["heartbeat.interval.ms"] = $"{settings.Session.TotalMilliseconds / 3:0}";
            })),
            (akka, _) => Join(akka, settings.Cluster));
        builder.Services.AddSingleton<IHostLifetime, SupervisedLifetime>();
    }

    // In a cluster each worker answers for all airports, whoever has them.
    private static void Join(AkkaConfigurationBuilder akka, ClusterPlace? place)
    {
        if (place is null) return;
        akka.AddHocon(ShortLives, HoconAddMode.Prepend).WithRemoting("127.0.0.1", place.Port)
            .WithClustering(new ClusterOptions { SeedNodes = [$"akka.tcp://flights@127.0.0.1:{place.Seed}"] });
    }
}
