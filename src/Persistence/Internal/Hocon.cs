namespace Akka.Events.Persistence.Internal;

/// <summary>Texts of HOCON.</summary>
internal static class Hocon
{
    /// <summary>A text as a quoted value.</summary>
    public static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
