using Flights.Domain;

namespace Flights.Input;

/// <summary>
/// The totals of a file by a plain loop over its lines, in one thread and without the event system. It shares no arithmetic with what it is
/// there to check.
/// </summary>
internal sealed class Recount
{
    private readonly Dictionary<string, Totals> _totals = [];

    public long Flights { get; private set; }

    public IReadOnlyCollection<string> Airports => _totals.Keys;

    public static Recount Of(IEnumerable<Flight> flights)
    {
        var recount = new Recount();
        foreach (var flight in flights) recount.Count(flight);
        return recount;
    }

    public AirportDelays this[string airport]
    {
        get
        {
            var totals = _totals[airport];
            return new AirportDelays
            {
                Flights = totals.Flights,
                SumDelay = totals.SumDelay,
                MaxDelay = totals.MaxDelay,
                LateOver15 = totals.Late,
                SumDistance = totals.SumDistance,
            };
        }
    }

    private void Count(Flight flight)
    {
        Flights++;
        if (!_totals.TryGetValue(flight.Origin, out var totals)) _totals.Add(flight.Origin, totals = new Totals());
        totals.Flights++;
        totals.SumDelay += flight.Delay;
        totals.SumDistance += flight.Distance;
        if (flight.Delay > 15) totals.Late++;
        if (flight.Delay > totals.MaxDelay) totals.MaxDelay = flight.Delay;
    }

    private sealed class Totals
    {
        public long Flights, SumDelay, SumDistance, Late;
        public int MaxDelay = int.MinValue;
    }
}
