using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>Bytes of states, events and records as the text that is shown: redacted where that is wished for.</summary>
internal static class Shown
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="options">Whether and how it is redacted.</param>
    /// <param name="name">What <see cref="DashboardOptions.Redact"/> tells it by.</param>
    /// <param name="value">The bytes.</param>
    /// <param name="indent">JSON over several lines.</param>
    public static string Text(DashboardOptions options, string name, byte[] value, bool indent)
    {
        var text = !Utf8.IsValid(value) ? $"0x{Convert.ToHexString(value)}" : indent ? Indent(value) : Encoding.UTF8.GetString(value);
        return options.Redact is { } redact ? redact(name, text) : text;
    }

    private static string Indent(byte[] value)
    {
        try
        {
            return JsonSerializer.Serialize(JsonDocument.Parse(value).RootElement, Indented);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(value);
        }
    }
}
