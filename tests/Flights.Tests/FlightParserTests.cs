using Flights.Domain;
using Flights.Input;
using Xunit;

namespace Flights.Tests;

public sealed class FlightParserTests
{
    private readonly FlightParser _parser = new();

    [Fact]
    public void A_line_is_a_flight()
    {
        var flight = _parser.Parse("2001-01-31T23:59,-13,2345,ANC,LAX", out var reason);

        Assert.Equal(new Flight(new DateTime(2001, 1, 31, 23, 59, 0), -13, 2345, "ANC", "LAX"), flight);
        Assert.Null(reason);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("2001-01-01T00:01,33,2176,LAS", "it has fewer than 5 fields")]
    [InlineData("2001-01-01T00:01,33,2176,LAS,PHL,", "it has more than 5 fields")]
    [InlineData("2001-02-30T00:01,33,2176,LAS,PHL", "'2001-02-30T00:01' is no date like 2001-12-31T23:59")]
    [InlineData("2001-01-01T00:01,3.3,2176,LAS,PHL", "delay '3.3' is no whole number of minutes")]
    [InlineData("2001-01-01T00:01,,2176,LAS,PHL", "delay '' is no whole number of minutes")]
    [InlineData("2001-01-01T00:01,33,-1,LAS,PHL", "distance '-1' is no whole number of miles")]
    [InlineData("2001-01-01T00:01,33,99999999999,LAS,PHL", "distance '99999999999' is no whole number of miles")]
    [InlineData("2001-01-01T00:01,33,2176,las,PHL", "origin 'las' is no airport code")]
    [InlineData("2001-01-01T00:01,33,2176,,PHL", "origin '' is no airport code")]
    [InlineData("2001-01-01T00:01,33,2176,LAS,PHLX", "destination 'PHLX' is no airport code")]
    public void A_broken_line_says_what_is_wrong_with_it(string line, string expected)
    {
        Assert.Null(_parser.Parse(line, out var reason));
        Assert.Equal(expected, reason);
    }
}
