using System.Text.Json;

namespace Akka.Configuration.Hocon;

/// <summary>Dotted paths as the getters take them: <c>akka.actor.deployment."/a.b"</c>; what stands in quotes is one segment.</summary>
internal static class HoconPath
{
    public static HoconValue Find(HoconValue root, ReadOnlySpan<char> path)
    {
        var value = root;
        while (true)
        {
            if (value is not HoconObject node) return null;
            var end = EndOfSegment(path);
            value = node.Find(Unquote(path[..end]));
            if (end == path.Length) return value;
            path = path[(end + 1)..];
        }
    }

    /// <summary>A key as it has to be written in a text to be one segment.</summary>
    public static string Quoted(string key) =>
        key.Length > 0 && key.AsSpan().IndexOfAnyExcept(Plain) < 0 ? key : JsonSerializer.Serialize(key, HoconObject.Json);

    private static readonly System.Buffers.SearchValues<char> Plain =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");

    private static int EndOfSegment(ReadOnlySpan<char> path)
    {
        if (path.Length > 0 && path[0] == '"')
        {
            var close = path[1..].IndexOf('"');
            if (close >= 0 && (close + 2 == path.Length || path[close + 2] == '.')) return close + 2;
        }

        var dot = path.IndexOf('.');
        return dot < 0 ? path.Length : dot;
    }

    private static ReadOnlySpan<char> Unquote(ReadOnlySpan<char> segment) =>
        segment.Length > 1 && segment[0] == '"' && segment[^1] == '"' ? segment[1..^1] : segment;
}
