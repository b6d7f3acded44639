using System.Globalization;
using Flights.Domain;
using Flights.Input;

namespace Flights.Reporting;

/// <summary>What the entities answered beside the recount, airport by airport.</summary>
internal sealed class Comparison
{
    public Comparison(Recount recount, IReadOnlyDictionary<string, AirportDelays> answers)
    {
        Airports = recount.Airports.Count;
        Flights = recount.Flights;
        Differences =
        [
            .. from airport in recount.Airports.Union(answers.Keys).Order(StringComparer.Ordinal)
               let counted = recount.Airports.Contains(airport) ? recount[airport] : new AirportDelays()
               let answered = answers.GetValueOrDefault(airport) ?? new AirportDelays()
               where counted != answered
               select new Difference(airport, answered, counted)
        ];
    }

    public int Airports { get; }

    public long Flights { get; }

    public IReadOnlyList<Difference> Differences { get; }

    public bool Equal => Differences.Count == 0;

    /// <summary>One line: <c>229 airports, 3,000,000 flights: equal</c>, or which airports differ.</summary>
    public override string ToString()
    {
        var names = string.Join(", ", Differences.Select(difference => difference.Airport));
        var verdict = Equal ? "equal" : $"{Differences.Count:N0} DIFFER: {names}";
        return string.Create(CultureInfo.InvariantCulture, $"{Airports:N0} airports, {Flights:N0} flights: {verdict}");
    }

    internal sealed record Difference(string Airport, AirportDelays Answered, AirportDelays Counted)
    {
        public override string ToString() => $"{Airport}: the entity has {Show(Answered)}; the file has {Show(Counted)}";

        private static string Show(AirportDelays delays) =>
            $"{delays.Flights:N0} flights, {delays.SumDelay:N0} min of delay (worst {delays.MaxDelay:N0}), "
            + $"{delays.LateOver15:N0} late, {delays.SumDistance:N0} miles";
    }
}
