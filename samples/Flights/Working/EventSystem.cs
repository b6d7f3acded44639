using Akka.Events.Hosting;
using Akka.Events.Topics;
using Flights.Domain;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Flights.Working;

/// <summary>The event system, set up for its two uses here: a process that counts, and one that only publishes.</summary>
internal static class EventSystem
{
    public static Topic<Flight> Topic(WorkerSettings settings) =>
        Akka.Events.Topics.Topic.Json(settings.Topic, flight => flight.Origin, FlightsJson.Default.Flight);

    /// <summary>A member of the group, with one entity per airport.</summary>
    public static IHost Worker(WorkerSettings settings) => Build(settings, events =>
    {
        if (settings.Postgres is { } connection) events.UsePostgreSql(connection);
        else events.UseInMemory();
        events.Group(settings.Group, group => group
            // A worker that takes a killed one's place has its name in the group, and so gets its partitions at once.
            .Options(options => options.InstanceId = settings.Member)
            .Entity<Airport>(entity => entity.UseJson(FlightsJson.Default)));
    });

    /// <summary>A process without a group.</summary>
    public static IHost Publisher(WorkerSettings settings) => Build(settings, events => events.UseInMemory());

    private static IHost Build(WorkerSettings settings, Action<EventsBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled))
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(LogLevel.Warning)
            // A fresh Kafka makes its clients wait a moment; what really can't be published is thrown.
            .AddFilter("Akka.Events.Publishing", LogLevel.Error);
        builder.Services.AddSingleton(Topic(settings));
        builder.Services.AddAkkaEvents("flights", events => configure(events.UseKafka(settings.Kafka, kafka =>
        {
            // Milliseconds until a killed worker counts as gone, where nobody takes its name (the mock doesn't know about names).
            kafka.Client["session.timeout.ms"] = "6000";
            kafka.Client["heartbeat.interval.ms"] = "2000";
        })));
        builder.Services.AddSingleton<IHostLifetime, SupervisedLifetime>();
        return builder.Build();
    }
}
