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

    private const string Prefix = "ce_";
    private const string StructuredJson = "application/cloudevents+json";

    internal static bool IsStructured(Headers headers) =>
        headers.TryGetLastBytes(ContentType, out var type)
        && type != null
        && Encoding.UTF8.GetString(type).StartsWith(StructuredJson, StringComparison.OrdinalIgnoreCase);

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
            if (header.Key == ContentType) attributes["datacontenttype"] = Encoding.UTF8.GetString(bytes);
            else if (header.Key.StartsWith(Prefix, StringComparison.Ordinal))
                attributes[header.Key[Prefix.Length..]] = Encoding.UTF8.GetString(bytes);
        }

        return Of(attributes);
    }

    /// <summary>Adds the metadata in binary mode. A header that is there already stays.</summary>
    internal static void Write(EventMetadata metadata, Headers headers)
    {
        Add(headers, "ce_specversion", "1.0");
        Add(headers, Id, metadata.Id);
        Add(headers, "ce_source", metadata.Source);
        Add(headers, "ce_type", metadata.Type);
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
}
