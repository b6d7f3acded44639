namespace Flights.Domain;

/// <summary>The flights that left an airport, in sum.</summary>
public sealed record AirportDelays
{
    public long Flights { get; init; }

    /// <summary>Minutes.</summary>
    public long SumDelay { get; init; }

    /// <summary>Minutes; meaningful when there are flights.</summary>
    public int MaxDelay { get; init; }

    /// <summary>Flights more than 15 minutes late.</summary>
    public long LateOver15 { get; init; }

    /// <summary>Miles.</summary>
    public long SumDistance { get; init; }

    public AirportDelays Add(FlightRecorded flight) => new()
    {
        Flights = Flights + 1,
        SumDelay = SumDelay + flight.Delay,
        MaxDelay = Flights == 0 ? flight.Delay : Math.Max(MaxDelay, flight.Delay),
        LateOver15 = LateOver15 + (flight.Delay > 15 ? 1 : 0),
        SumDistance = SumDistance + flight.Distance,
    };
}
