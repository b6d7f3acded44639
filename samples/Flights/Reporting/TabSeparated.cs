using System.Globalization;
using Flights.Domain;

namespace Flights.Reporting;

/// <summary>What the entities answered, as tab-separated lines for other programs, sorted by origin.</summary>
internal static class TabSeparated
{
    private const string Header = "origin\tflights\tsum_delay\tsum_distance\tlate_over_15\tmax_delay";

    public static IEnumerable<string> Lines(IReadOnlyDictionary<string, AirportDelays> answers) =>
    [
        Header,
        .. from answer in answers.OrderBy(answer => answer.Key, StringComparer.Ordinal)
           let delays = answer.Value
           select string.Create(
               CultureInfo.InvariantCulture,
               $"{answer.Key}\t{delays.Flights}\t{delays.SumDelay}\t{delays.SumDistance}\t{delays.LateOver15}\t{delays.MaxDelay}"),
    ];
}
