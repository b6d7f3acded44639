using System.Buffers;

namespace Akka.Events.Topics.Internal;

/// <summary>Kafka's rules for the names of topics.</summary>
internal static class TopicName
{
    internal const int MaxLength = 249;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <exception cref="ArgumentException">The name breaks a rule, which the message tells.</exception>
    internal static void Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Problem(name) is { } problem) throw new ArgumentException($"'{name}' can't be the name of a topic: {problem}.", nameof(name));
    }

    /// <summary>The rule that a name breaks, or null.</summary>
    internal static string? Problem(string name)
    {
        if (name.Length == 0) return "it is empty";
        if (name.Length > MaxLength) return $"it has {name.Length} characters, and {MaxLength} are allowed";
        if (name is "." or "..") return "Kafka keeps it for itself";
        var bad = name.AsSpan().IndexOfAnyExcept(Allowed);
        return bad < 0 ? null : $"'{name[bad]}' isn't allowed; letters, digits, '.', '_' and '-' are";
    }
}
