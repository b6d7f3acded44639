using System.Globalization;

namespace Akka.Events;

/// <summary>Durations for people: two digits that matter, in the unit that fits.</summary>
internal static class Durations
{
    public static string Text(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => $"{Math.Round(time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture)} ms",
        { TotalSeconds: < 9.95 } => $"{time.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s",
        { TotalSeconds: < 120 } => $"{Math.Round(time.TotalSeconds).ToString(CultureInfo.InvariantCulture)} s",
        { TotalMinutes: < 120 } => $"{Math.Round(time.TotalMinutes).ToString(CultureInfo.InvariantCulture)} min",
        { TotalHours: < 48 } => $"{Math.Round(time.TotalHours).ToString(CultureInfo.InvariantCulture)} h",
        _ => $"{Math.Round(time.TotalDays).ToString(CultureInfo.InvariantCulture)} days",
    };
}
