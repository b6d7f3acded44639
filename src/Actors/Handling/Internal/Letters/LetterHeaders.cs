using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Akka.Events.Handling.Internal.Letters;

/// <summary>Reads the headers of dead letters, and of records in retry topics.</summary>
internal static class LetterHeaders
{
    public static string? Text(Headers headers, string name) =>
        headers.TryGetLastBytes(name, out var value) && value is not null ? Encoding.UTF8.GetString(value) : null;

    public static long? Number(Headers headers, string name) =>
        long.TryParse(Text(headers, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static DateTimeOffset? Time(Headers headers, string name) =>
        DateTimeOffset.TryParse(Text(headers, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The record's own: the letter's are behind them, and the record may have had such names too.</summary>
    public static Headers Own(Headers all)
    {
        var count = all.Count;
        while (count > 0 && DeadLetterHeaders.All.Contains(all[count - 1].Key)) count--;
        var own = new Headers();
        for (var i = 0; i < count; i++) own.Add(all[i]);
        return own;
    }
}
