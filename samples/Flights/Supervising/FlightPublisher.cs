using Akka.Events.Publishing;
using Akka.Events.Topics;
using Flights.Domain;
using Flights.Working;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Flights.Supervising;

/// <summary>Publishes flights through the event system, in a host of its own.</summary>
internal sealed class FlightPublisher : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly IEvents _events;
    private readonly Topic<Flight> _topic;

    private FlightPublisher(IHost host)
    {
        _host = host;
        _events = host.Services.GetRequiredService<IEvents>();
        _topic = host.Services.GetRequiredService<Topic<Flight>>();
    }

    public static async Task<FlightPublisher> StartAsync(WorkerSettings settings, CancellationToken ct)
    {
        var host = EventSystem.Publisher(settings);
        try
        {
            await host.StartAsync(ct);
            return new FlightPublisher(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Ends when Kafka has all of them.</summary>
    public Task PublishAsync(IEnumerable<Flight> flights, CancellationToken ct) => _events.PublishAllAsync(_topic, flights, ct);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
