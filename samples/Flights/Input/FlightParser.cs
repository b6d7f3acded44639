using System.Globalization;
using Flights.Domain;

namespace Flights.Input;

/// <summary>Reads <c>date,delay,distance,origin,destination</c>.</summary>
internal sealed class FlightParser
{
    public const string Header = "date,delay,distance,origin,destination";

    private const int Fields = 5, CodeLength = 3;

    // The same few hundred codes come again millions of times.
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _codes =
        new Dictionary<string, string>().GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The flight, or null and what is wrong with the line.</summary>
    public Flight? Parse(ReadOnlySpan<char> line, out string? reason)
    {
        Span<Range> fields = stackalloc Range[Fields + 1];
        var count = line.Split(fields, ',');
        if (line.IsEmpty) return Broken(out reason, "it is empty");
        if (count != Fields) return Broken(out reason, $"it has {(count > Fields ? "more" : "fewer")} than {Fields} fields");

        if (!DateTime.TryParseExact(line[fields[0]], "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
            return Broken(out reason, $"'{line[fields[0]]}' is no date like 2001-12-31T23:59");
        if (!int.TryParse(line[fields[1]], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var delay))
            return Broken(out reason, $"delay '{line[fields[1]]}' is no whole number of minutes");
        if (!int.TryParse(line[fields[2]], NumberStyles.None, CultureInfo.InvariantCulture, out var distance))
            return Broken(out reason, $"distance '{line[fields[2]]}' is no whole number of miles");
        if (Code(line[fields[3]]) is not { } origin) return Broken(out reason, $"origin '{line[fields[3]]}' is no airport code");
        if (Code(line[fields[4]]) is not { } destination) return Broken(out reason, $"destination '{line[fields[4]]}' is no airport code");

        reason = null;
        return new Flight(date, delay, distance, origin, destination);
    }

    private string? Code(ReadOnlySpan<char> text)
    {
        if (_codes.TryGetValue(text, out var known)) return known;
        if (text.Length != CodeLength) return null;
        foreach (var letter in text)
            if (!char.IsAsciiLetterUpper(letter) && !char.IsAsciiDigit(letter))
                return null;
        var code = text.ToString();
        _codes[text] = code;
        return code;
    }

    private static Flight? Broken(out string? reason, string why)
    {
        reason = why;
        return null;
    }
}
