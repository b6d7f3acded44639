using Akka.Events.Handling;
using Akka.Events.Topics;

namespace Flights.Domain;

/// <summary>An airport: counts the flights that leave it, each exactly once.</summary>
public sealed class Airport : EntityActor<AirportDelays>
{
    public Airport(Topic<Flight> flights)
    {
        On(flights, flight => Persist(new FlightRecorded(flight.Delay, flight.Distance)));
        Apply<FlightRecorded>((state, flight) => state.Add(flight));
        Query<GetDelays, AirportDelays>(_ => State);
    }
}
