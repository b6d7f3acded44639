using System.Globalization;
using System.Numerics;

namespace Akka.Configuration.Hocon;

/// <summary>Reads scalars out of their text. Every error names the path.</summary>
internal static class HoconScalar
{
    public static bool Boolean(string text, string path) => text switch
    {
        "on" or "true" => true,
        "off" or "false" => false,
        _ => throw new NotSupportedException($"{path}: '{text}' isn't one of on, off, true, false"),
    };

    public static T Number<T>(string text, string path)
        where T : INumber<T> =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{path}: '{text}' isn't a number that fits {typeof(T).Name}");

    public static TimeSpan Duration(string text, string path, bool allowInfinite)
    {
        if (allowInfinite && text == "infinite") return Timeout.InfiniteTimeSpan;
        var (amount, unit) = Split(text);
        double ticks = unit switch
        {
            "ns" or "nano" or "nanos" or "nanosecond" or "nanoseconds" => 0.01,
            "us" or "micro" or "micros" or "microsecond" or "microseconds" => TimeSpan.TicksPerMicrosecond,
            "" or "ms" or "milli" or "millis" or "millisecond" or "milliseconds" => TimeSpan.TicksPerMillisecond,
            "s" or "second" or "seconds" => TimeSpan.TicksPerSecond,
            "m" or "minute" or "minutes" => TimeSpan.TicksPerMinute,
            "h" or "hour" or "hours" => TimeSpan.TicksPerHour,
            "d" or "day" or "days" => TimeSpan.TicksPerDay,
            _ => double.NaN,
        };
        var total = Math.Round(amount * ticks);
        return total is >= 0 and < long.MaxValue
            ? TimeSpan.FromTicks((long)total)
            : throw new FormatException($"{path}: '{text}' isn't a duration (a number and one of ns, us, ms, s, m, h, d)");
    }

    public static long ByteSize(string text, string path)
    {
        var (amount, unit) = Split(text);
        double bytes = unit switch
        {
            "" or "b" or "B" or "byte" or "bytes" => 1,
            "kB" or "kilobyte" or "kilobytes" => 1e3,
            "MB" or "megabyte" or "megabytes" => 1e6,
            "GB" or "gigabyte" or "gigabytes" => 1e9,
            "TB" or "terabyte" or "terabytes" => 1e12,
            "PB" or "petabyte" or "petabytes" => 1e15,
            "EB" or "exabyte" or "exabytes" => 1e18,
            "k" or "K" or "Ki" or "KiB" or "kibibyte" or "kibibytes" => 1L << 10,
            "m" or "M" or "Mi" or "MiB" or "mebibyte" or "mebibytes" => 1L << 20,
            "g" or "G" or "Gi" or "GiB" or "gibibyte" or "gibibytes" => 1L << 30,
            "t" or "T" or "Ti" or "TiB" or "tebibyte" or "tebibytes" => 1L << 40,
            "p" or "P" or "Pi" or "PiB" or "pebibyte" or "pebibytes" => 1L << 50,
            "e" or "E" or "Ei" or "EiB" or "exbibyte" or "exbibytes" => 1L << 60,
            _ => double.NaN,
        };
        // Whole numbers of bytes are exact to the last one; a double would lose digits above 2^53.
        var digits = text.AsSpan(0, text.Length - unit.Length);
        if (bytes == 1 && long.TryParse(digits, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var exact)) return exact;
        var total = Math.Round(amount * bytes);
        return total is >= 0 and < long.MaxValue
            ? (long)total
            : throw new FormatException($"{path}: '{text}' isn't a size (a number and a unit such as b, kB, Ki, MB, M, GB, G)");
    }

    private static (double Amount, string Unit) Split(string text)
    {
        var unit = text.Length;
        while (unit > 0 && char.IsAsciiLetter(text[unit - 1])) unit--;
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;
        return double.TryParse(text.AsSpan(0, unit), style, CultureInfo.InvariantCulture, out var amount)
            ? (amount, text[unit..])
            : (double.NaN, text[unit..]);
    }
}
