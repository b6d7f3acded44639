using Flights.Domain;
using Flights.Input;
using Flights.Reporting;
using Xunit;

namespace Flights.Tests;

public sealed class ComparisonTests
{
    private static readonly Flight[] Some = [Flight("ATL", 16, 100), Flight("ATL", -5, 50), Flight("ORD", 15, 10), Flight("ANC", -20, 7)];

    [Fact]
    public void A_recount_sums_up_each_origin()
    {
        var recount = Recount.Of(Some);

        Assert.Equal(4, recount.Flights);
        Assert.Equal(new AirportDelays { Flights = 2, SumDelay = 11, MaxDelay = 16, LateOver15 = 1, SumDistance = 150 }, recount["ATL"]);
        Assert.Equal(new AirportDelays { Flights = 1, SumDelay = 15, MaxDelay = 15, LateOver15 = 0, SumDistance = 10 }, recount["ORD"]);
        Assert.Equal(new AirportDelays { Flights = 1, SumDelay = -20, MaxDelay = -20, LateOver15 = 0, SumDistance = 7 }, recount["ANC"]);
    }

    [Fact]
    public void Entities_that_saw_each_flight_once_equal_the_recount()
    {
        var comparison = new Comparison(Recount.Of(Some), Entities(Some));

        Assert.True(comparison.Equal);
        Assert.Equal("3 airports, 4 flights: equal", comparison.ToString());
    }

    [Fact]
    public void A_lost_a_doubled_and_a_foreign_flight_are_found_and_the_airports_named()
    {
        var comparison = new Comparison(Recount.Of(Some), Entities([.. Some[1..], Some[3], Flight("JFK", 0, 0)]));

        Assert.False(comparison.Equal);
        Assert.Equal("3 airports, 4 flights: 3 DIFFER: ANC, ATL, JFK", comparison.ToString());
        Assert.Equal(
            "ATL: the entity has 1 flights, -5 min of delay (worst -5), 0 late, 50 miles; "
            + "the file has 2 flights, 11 min of delay (worst 16), 1 late, 150 miles",
            comparison.Differences[1].ToString());
    }

    [Fact]
    public void An_airport_that_did_not_answer_differs()
    {
        var answers = new Dictionary<string, AirportDelays>(Entities(Some));
        answers.Remove("ORD");

        Assert.Equal("3 airports, 4 flights: 1 DIFFER: ORD", new Comparison(Recount.Of(Some), answers).ToString());
    }

    [Fact]
    public void The_table_for_programs_is_tab_separated_and_sorted_by_origin()
    {
        Assert.Equal(
            [
                "origin\tflights\tsum_delay\tsum_distance\tlate_over_15\tmax_delay",
                "ANC\t1\t-20\t7\t0\t-20",
                "ATL\t2\t11\t150\t1\t16",
                "ORD\t1\t15\t10\t0\t15",
            ],
            TabSeparated.Lines(Entities(Some)));
    }

    [Fact]
    public void The_result_for_programs_is_one_line_of_json()
    {
        var result = new DemoResult(3_000_000, 229, true, 1, 12.5, "real", "private");

        Assert.Equal(
            "{'flights':3000000,'airports':229,'equal':true,'kills':1,'seconds':12.5,"
            + "'kafka':'real','store':'private'}",
            result.ToString().Replace('"', '\''));
    }

    private static Flight Flight(string origin, int delay, int distance) => new(new DateTime(2001, 1, 1), delay, distance, origin, "LAX");

    private static Dictionary<string, AirportDelays> Entities(Flight[] flights) =>
        flights.GroupBy(flight => flight.Origin).ToDictionary(airport => airport.Key, airport => airport
            .Select(flight => new FlightRecorded(flight.Delay, flight.Distance))
            .Aggregate(new AirportDelays(), (state, flight) => state.Add(flight)));
}
