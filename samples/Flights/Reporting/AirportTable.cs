using System.Globalization;
using Flights.Domain;
using Flights.Input;
using Spectre.Console;

namespace Flights.Reporting;

/// <summary>The busiest airports, for people.</summary>
internal static class AirportTable
{
    private const int Rows = 15;

    public static Table Of(IReadOnlyDictionary<string, AirportDelays> answers, AirportNames names)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("Airport").AddColumn("City");
        foreach (var number in (string[])["Flights", "Mean delay, min", "Worst, min", "Later than 15 min", "Miles flown"])
            table.AddColumn(new TableColumn(number).RightAligned());

        var busiest = answers.OrderByDescending(answer => answer.Value.Flights).ThenBy(answer => answer.Key, StringComparer.Ordinal);
        foreach (var (airport, delays) in busiest.Take(Rows))
            table.AddRow(
                airport,
                Markup.Escape(names.City(airport)),
                Number($"{delays.Flights:N0}"),
                Number($"{(double)delays.SumDelay / delays.Flights:N1}"),
                Number($"{delays.MaxDelay:N0}"),
                Number($"{(double)delays.LateOver15 / delays.Flights:P1}"),
                Number($"{delays.SumDistance:N0}"));
        return table;
    }

    private static string Number(FormattableString number) => number.ToString(CultureInfo.InvariantCulture);
}
