using System.Globalization;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>
/// Values as they are written in a configuration. Read here and not by the runtime's own getters, which differ in what they let pass (a
/// number without a unit, a negative size). What can't be read is a <see cref="FormatException"/> whose message is the reason.
/// </summary>
internal static class ValueText
{
    private const string DurationHint = "write a number and one of ms, s, m, h, d, as in 500ms or 10s";
    private const string SizeHint = "write a number and one of B, KiB, MiB, GiB, kB, MB, GB, as in 16MiB";

    // As .NET writes them: 00:00:10, 1.12:00:00. Not what TimeSpan.Parse takes besides: to it 24:00:00 is 24 days.
    private static readonly string[] Clocks = ["c", @"h\:mm", @"h\:mm\:ss", @"d\.h\:mm"];

    public static TimeSpan Duration(string text)
    {
        if (text.Contains(':'))
        {
            return TimeSpan.TryParseExact(text, Clocks, CultureInfo.InvariantCulture, out var time)
                ? time
                : throw new FormatException($"'{text}' is not a duration: hours go to 23, a day is 1.00:00:00; or {DurationHint}");
        }
        var (number, unit) = Split(text, "a duration", DurationHint);
        long ticks = unit switch
        {
            "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            "" => throw new FormatException($"'{text}' has no unit: {DurationHint}"),
            _ => throw new FormatException($"'{text}' is not a duration: {DurationHint}"),
        };
        return TimeSpan.FromTicks(Times(number, ticks, text));
    }

    public static long Size(string text)
    {
        var (number, unit) = Split(text, "a size", SizeHint);
        long bytes = unit switch
        {
            "" or "B" or "b" or "byte" or "bytes" => 1,
            "K" or "k" or "Ki" or "KiB" => 1L << 10,
            "M" or "Mi" or "MiB" => 1L << 20,
            "G" or "Gi" or "GiB" => 1L << 30,
            "kB" or "KB" => 1_000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            _ => throw new FormatException($"'{text}' is not a size: {SizeHint}"),
        };
        return Times(number, bytes, text);
    }

    public static int Count(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"'{text}' is not a whole number");

    public static bool Flag(string text) => text.ToLowerInvariant() switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        _ => throw new FormatException($"'{text}' is neither on nor off"),
    };

    public static TEnum Choice<TEnum>(string text) where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
            if (KeyNames.Letters(Of(value)) == KeyNames.Letters(text))
                return value;
        throw new FormatException($"'{text}' is none of {string.Join(", ", Enum.GetValues<TEnum>().Select(Of))}");
    }

    public static string Of<TEnum>(TEnum value) where TEnum : struct, Enum => KeyNames.Kebab(value.ToString());

    public static string Of(bool flag) => flag ? "on" : "off";

    public static string Of(TimeSpan duration) => duration.Ticks switch
    {
        0 => "0s",
        var t when t % TimeSpan.TicksPerDay == 0 => Text(t / TimeSpan.TicksPerDay, "d"),
        var t when t % TimeSpan.TicksPerHour == 0 => Text(t / TimeSpan.TicksPerHour, "h"),
        var t when t % TimeSpan.TicksPerMinute == 0 => Text(t / TimeSpan.TicksPerMinute, "m"),
        var t when t % TimeSpan.TicksPerSecond == 0 => Text(t / TimeSpan.TicksPerSecond, "s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds}ms"),
    };

    public static string OfSize(long bytes) => bytes switch
    {
        0 => "0",
        var b when b % (1L << 30) == 0 => Text(b >> 30, "GiB"),
        var b when b % (1L << 20) == 0 => Text(b >> 20, "MiB"),
        var b when b % (1L << 10) == 0 => Text(b >> 10, "KiB"),
        var b => Text(b, ""),
    };

    private static string Text(long number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");

    private static (decimal Number, string Unit) Split(string text, string kind, string hint)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text.AsSpan(0, end), style, CultureInfo.InvariantCulture, out var number))
            throw new FormatException($"'{text}' is not {kind}: {hint}");
        return (number, text[end..].Trim());
    }

    private static long Times(decimal number, long unit, string text)
    {
        // The product of a decimal of up to 7.9e28 and a unit overflows either here or in the conversion.
        try
        {
            return checked((long)(number * unit));
        }
        catch (OverflowException)
        {
            throw new FormatException($"'{text}' is too large");
        }
    }
}
