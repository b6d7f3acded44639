using Flights.Domain;

namespace Flights.Supervising;

/// <summary>Publishes flights in the order of the file: as fast as it goes, or at a steady rate.</summary>
/// <param name="flightsPerSecond">How many a second; null: as fast as it goes.</param>
internal sealed class FlightStream(int? flightsPerSecond)
{
    private const int TicksPerSecond = 20;

    private long _published;

    /// <summary>Flights handed to Kafka's client.</summary>
    public long Published => Interlocked.Read(ref _published);

    public async Task RunAsync(IEnumerable<Flight> flights, FlightPublisher publisher, CancellationToken ct)
    {
        if (flightsPerSecond is not { } rate)
        {
            await publisher.PublishAsync(Counted(flights), ct);
            return;
        }
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1) / TicksPerSecond);
        foreach (var batch in flights.Chunk(Math.Max(1, rate / TicksPerSecond)))
        {
            await publisher.PublishAsync(Counted(batch), ct);
            await tick.WaitForNextTickAsync(ct);
        }
    }

    private IEnumerable<Flight> Counted(IEnumerable<Flight> flights)
    {
        foreach (var flight in flights)
        {
            yield return flight;
            Interlocked.Increment(ref _published);
        }
    }
}
