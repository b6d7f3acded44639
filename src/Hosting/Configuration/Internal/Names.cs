using System.Buffers;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>Rules for the names of groups and handlers.</summary>
internal static class Names
{
    // With the shard's number the group's name makes the persistence id, which the journal's tables hold in 255 characters.
    private const int MaxGroup = 240;
    private const int MaxHandler = 100;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Plain = SearchValues.Create($"{Letters}0123456789._-");
    private static readonly SearchValues<char> InGroups = SearchValues.Create($"{Letters}0123456789._-/:@");

    /// <summary>Why this can't be the name of a group; null when it can. Kafka itself would take any text.</summary>
    public static string? GroupProblem(string? name) => Problem(name, MaxGroup, InGroups, "letters, digits and . _ - / : @ are");

    /// <summary>Why this can't be the name of a handler or an entity; null when it can.</summary>
    public static string? HandlerProblem(string? name) => Problem(name, MaxHandler, Plain, "letters, digits and . _ - are");

    private static string? Problem(string? name, int max, SearchValues<char> allowed, string rule)
    {
        if (string.IsNullOrEmpty(name)) return "has no name";
        if (name.Length > max) return $"has a name of {name.Length} characters, and {max} are allowed";
        var bad = name.AsSpan().IndexOfAnyExcept(allowed);
        return bad < 0 ? null : $"has '{name[bad]}' in its name, which isn't allowed; {rule}";
    }
}
