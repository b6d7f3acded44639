using System.Globalization;

namespace Akka.Events.Cli.Printing;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Value">What stands in it; null is a dash.</param>
internal sealed record Column<T>(string Title, Func<T, object?> Value)
{
    public string TextOf(T row) => Printable.Line(Value(row) switch
    {
        null => "-",
        DateTimeOffset time => Printable.Time(time),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "-",
    });
}
