using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Akka.Events.Topics;

namespace Akka.Events.Cli.Printing;

/// <summary>
/// Bytes of other people as text for a terminal or a program. What comes out moves no cursor and changes no colour: control characters are
/// written as \u001b.
/// </summary>
internal static class Printable
{
    // What turns a line's direction or breaks it, and halves of characters (bytes of keys that are no UTF-8).
    private static readonly SearchValues<char> Special = SearchValues.Create(
        [.. Range('\u202A', '\u202E'), .. Range('\u2066', '\u2069'), '\u2028', '\u2029', .. Range('\uD800', '\uDFFF')]);

    /// <summary>A text in one line.</summary>
    public static string Line(string text)
    {
        if (!text.AsSpan().ContainsAny(Special) && !text.Any(char.IsControl)) return text;
        var line = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) line.Append(c).Append(text[++i]);
            else if (c == '\n') line.Append("\\n");
            else if (c == '\r') line.Append("\\r");
            else if (c == '\t') line.Append("\\t");
            else if (char.IsControl(c) || Special.Contains(c)) line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else line.Append(c);
        }
        return line.ToString();
    }

    /// <summary>A record's value in one line: its text where it is one, else its bytes in hex; null is null.</summary>
    public static string Value(byte[]? value, int longest = int.MaxValue)
    {
        if (value is null) return "null";
        var text = IsText(value) ? Line(Encoding.UTF8.GetString(value)) : $"0x{Convert.ToHexString(value, 0, Math.Min(value.Length, 4096))}";
        return text.Length <= longest ? text : $"{text[..(longest - 1)]}…";
    }

    /// <summary>A key as text; null for none.</summary>
    public static string? Key(byte[]? key) => key is null ? null : KeyText.ToText(key);

    /// <summary>A value for a program: as JSON where it is JSON, as a text, or as { "base64": … }.</summary>
    public static JsonNode? Json(byte[]? value)
    {
        if (value is null) return null;
        if (!IsText(value)) return new JsonObject { ["base64"] = Convert.ToBase64String(value) };
        try
        {
            // Numbers, and texts that happen to read as JSON's, stay texts: a program shouldn't have to guess.
            if (value.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..]) return JsonNode.Parse(value);
        }
        catch (JsonException)
        {
            // Then it is a text.
        }
        return JsonValue.Create(Encoding.UTF8.GetString(value));
    }

    /// <summary>A value over several lines: JSON is indented.</summary>
    public static string Block(byte[] value) =>
        Json(value) is JsonObject { Count: > 0 } or JsonArray && IsText(value) ? Lines(Json(value)!.ToJsonString(Printer.Indented)) : Value(value);

    /// <summary>2026-11-27 22:15:03.120Z.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => Line(line.TrimEnd('\r'))));

    private static bool IsText(byte[] value) => Utf8.IsValid(value) && !value.AsSpan().Contains((byte)0);

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
