using System.Text;
using System.Text.Json;

namespace Akka.Events.Topics.Internal;

/// <summary>CloudEvents' JSON envelope: attributes and data in one object.</summary>
internal static class CloudEventEnvelope
{
    /// <summary>The event's data as bytes: JSON as it stands, text of another content type unquoted, binary data decoded.</summary>
    /// <exception cref="EventDecodeException">The envelope can't be read, or has no data.</exception>
    internal static ReadOnlySpan<byte> Data(ReadOnlySpan<byte> envelope)
    {
        using var document = Parse(envelope);
        var root = document.RootElement;
        if (root.TryGetProperty("data_base64", out var binary) && binary.ValueKind == JsonValueKind.String)
            return binary.TryGetBytesFromBase64(out var bytes)
                ? bytes
                : throw new EventDecodeException("The envelope's data_base64 is no base64.");
        if (!root.TryGetProperty("data", out var data)) throw new EventDecodeException("The CloudEvents envelope has no data.");
        return Encoding.UTF8.GetBytes(data.ValueKind == JsonValueKind.String && !IsJson(root) ? Text(data) : data.GetRawText());
    }

    /// <summary>The envelope's attributes.</summary>
    /// <exception cref="EventDecodeException">The envelope can't be read.</exception>
    internal static EventMetadata Metadata(ReadOnlySpan<byte> envelope)
    {
        using var document = Parse(envelope);
        var attributes = new Dictionary<string, string>();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Name is "data" or "data_base64" || property.Value.ValueKind == JsonValueKind.Null) continue;
            attributes[property.Name] = property.Value.ValueKind == JsonValueKind.String
                ? Text(property.Value)
                : property.Value.GetRawText();
        }

        return CloudEvents.Of(attributes);
    }

    private static string Text(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new EventDecodeException($"A text of the envelope is none: {e.Message}", e);
        }
    }

    private static JsonDocument Parse(ReadOnlySpan<byte> envelope)
    {
        try
        {
            var reader = new Utf8JsonReader(envelope.StartsWith("\uFEFF"u8) ? envelope[3..] : envelope);
            var document = JsonDocument.ParseValue(ref reader);
            // A reader over the whole value finds what stands behind the envelope, and throws.
            if (reader.Read()) throw new EventDecodeException("It is no CloudEvents envelope: something stands behind it.");
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            document.Dispose();
        }
        catch (JsonException e)
        {
            throw new EventDecodeException($"It is no CloudEvents envelope: {e.Message}", e);
        }

        throw new EventDecodeException("It is no CloudEvents envelope: not a JSON object.");
    }

    private static bool IsJson(JsonElement root)
    {
        if (!root.TryGetProperty("datacontenttype", out var type) || type.ValueKind != JsonValueKind.String) return true;
        var media = type.GetString()!.Split(';')[0].TrimEnd();
        return media.EndsWith("/json", StringComparison.OrdinalIgnoreCase) || media.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
