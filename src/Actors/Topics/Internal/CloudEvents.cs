using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Akka.Events.Topics.Internal;

/// <summary>
/// CloudEvents 1.0's Kafka binding. Binary mode: attributes in headers named ce_…, the data in the value. Structured mode: everything in
/// the value, told by the content type (<see cref="CloudEventEnvelope"/>).
/// </summary>
internal static class CloudEvents
{
    internal const string ContentType = "content-type";

    internal const string Id = "ce_id";
    internal const string Time = "ce_time";
    internal const string Type = "ce_type";

    private const string Prefix = "ce_";

    /// <summary>Whether the value is an envelope. Only the content type tells.</summary>
    /// <exception cref="EventDecodeException">It is a batch of events, of which a record may carry one only.</exception>
    internal static bool IsStructured(Headers headers)
    {
        var type = ContentTypeOf(headers);
        if (!type.StartsWithIgnoreCase("application/cloudevents"u8)) return false;
        if (IsMedia(type, "application/cloudevents+json"u8)) return true;
        return IsMedia(type, "application/cloudevents-batch+json"u8)
            ? throw new EventDecodeException(
                "It is a batch of CloudEvents (application/cloudevents-batch+json); a record carries one event: application/cloudevents+json")
            : false;
    }

    /// <summary>The metadata in the headers, or that of the envelope in structured mode.</summary>
    /// <exception cref="EventDecodeException">The envelope can't be read.</exception>
    internal static EventMetadata Read(Headers? headers, ReadOnlySpan<byte> value)
    {
        if (headers is null) return new EventMetadata();
        if (IsStructured(headers)) return CloudEventEnvelope.Metadata(value);
        var attributes = new Dictionary<string, string>();
        foreach (var header in headers)
        {
            if (header.GetValueBytes() is not { } bytes) continue;
            if (IsContentType(header.Key)) attributes["datacontenttype"] = Encoding.UTF8.GetString(bytes);
            else if (header.Key.StartsWith(Prefix, StringComparison.Ordinal))
                attributes[header.Key[Prefix.Length..]] = Encoding.UTF8.GetString(bytes);
        }

        return Of(attributes);
    }

    /// <summary>The type in the headers; null where they have none.</summary>
    internal static string? TypeOf(Headers? headers) =>
        headers is not null && headers.TryGetLastBytes(Type, out var type) && type is not null ? Encoding.UTF8.GetString(type) : null;

    /// <summary>Adds the metadata in binary mode. A header that is there already stays.</summary>
    internal static void Write(EventMetadata metadata, Headers headers)
    {
        Add(headers, "ce_specversion", "1.0");
        Add(headers, Id, metadata.Id);
        Add(headers, "ce_source", metadata.Source);
        Add(headers, Type, metadata.Type);
        if (metadata.Time is { } time) Add(headers, Time, TimeText(time));
        Add(headers, "ce_subject", metadata.Subject);
        Add(headers, "ce_dataschema", metadata.DataSchema);
        Add(headers, ContentType, metadata.DataContentType);
        foreach (var (name, value) in metadata.Extensions) Add(headers, Prefix + name, value);
    }

    internal static EventMetadata Of(Dictionary<string, string> attributes)
    {
        string? Take(string name) => attributes.Remove(name, out var value) ? value : null;
        attributes.Remove("specversion");
        return new EventMetadata
        {
            Id = Take("id"),
            Source = Take("source"),
            Type = Take("type"),
            Time = DateTimeOffset.TryParse(Take("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? time
                : null,
            Subject = Take("subject"),
            DataSchema = Take("dataschema"),
            DataContentType = Take("datacontenttype"),
            Extensions = attributes,
        };
    }

    /// <summary>A time as RFC 3339 has it: UTC, and no more digits of a second than it has.</summary>
    internal static byte[] TimeText(DateTimeOffset time)
    {
        Span<byte> text = stackalloc byte[28]; // 2026-01-02T03:04:05.1234567Z
        time.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        var digits = text[..^1].TrimEnd((byte)'0').TrimEnd((byte)'.').Length;
        text[digits] = (byte)'Z';
        return text[..(digits + 1)].ToArray();
    }

    /// <summary>Adds a header, unless it is there already.</summary>
    internal static void Add(Headers headers, string name, byte[] value)
    {
        if (!headers.TryGetLastBytes(name, out _)) headers.Add(name, value);
    }

    private static void Add(Headers headers, string name, string? value)
    {
        if (value != null) Add(headers, name, Encoding.UTF8.GetBytes(value));
    }

    private static bool IsMedia(ReadOnlySpan<byte> type, ReadOnlySpan<byte> media) =>
        type.StartsWithIgnoreCase(media) && type[media.Length..].TrimStart((byte)' ') is [] or [(byte)';', ..];

    // Senders that come from HTTP write the name as HTTP does.
    private static ReadOnlySpan<byte> ContentTypeOf(Headers headers)
    {
        for (var i = headers.Count - 1; i >= 0; i--)
            if (IsContentType(headers[i].Key))
                return headers[i].GetValueBytes().AsSpan().Trim((byte)' ');
        return [];
    }

    private static bool StartsWithIgnoreCase(this ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);

    private static bool IsContentType(string header) => string.Equals(header, ContentType, StringComparison.OrdinalIgnoreCase);
}
