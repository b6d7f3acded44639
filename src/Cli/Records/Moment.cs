using System.Globalization;
using Confluent.Kafka;

namespace Akka.Events.Cli.Records;

/// <summary>A place in a partition as one writes it: earliest, latest, an offset, a time, or so long ago.</summary>
internal sealed record Moment
{
    private const string Forms = "earliest, latest, an offset (812), a time (2026-11-27T20:00Z) or so long ago (-15m, -2h, -1d)";

    private Moment()
    {
    }

    /// <summary>An offset; one of <see cref="Confluent.Kafka.Offset"/>'s special values; null where <see cref="Time"/> is given.</summary>
    public Offset? Offset { get; private init; }

    public DateTimeOffset? Time { get; private init; }

    public static Moment Earliest { get; } = new() { Offset = Confluent.Kafka.Offset.Beginning };

    public static Moment Latest { get; } = new() { Offset = Confluent.Kafka.Offset.End };

    /// <exception cref="ToolException">It is none of these.</exception>
    public static Moment Parse(string text, DateTimeOffset now)
    {
        if (text is "earliest" or "beginning") return Earliest;
        if (text is "latest" or "end") return Latest;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var offset)) return new Moment { Offset = offset };
        if (text.StartsWith('-') && Ago(text.AsSpan(1)) is { } ago) return new Moment { Time = now - ago };
        // Without a zone it is UTC, as everything printed here.
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return new Moment { Time = time };
        throw ToolException.Misused($"'{text}' is no place in a topic: {Forms}");
    }

    private static TimeSpan? Ago(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || !double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' when number < 100_000 => TimeSpan.FromDays(number),
            _ => null,
        };
    }
}
