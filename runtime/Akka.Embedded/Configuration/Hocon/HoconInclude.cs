namespace Akka.Configuration.Hocon;

/// <summary>The statements <c>include "file"</c>, <c>include file("file")</c> and <c>include required(…)</c>.</summary>
internal static class HoconInclude
{
    /// <summary>
    /// Whether an include statement stands here. Its source is null where the file doesn't exist and isn't required. Files are sought
    /// beside the including file, or in the current directory; <c>.conf</c> may be left out.
    /// </summary>
    public static bool TryTake(HoconCursor cursor, out HoconSource source)
    {
        source = null;
        if (!cursor.Rest.StartsWith("include")) return false;
        var rest = cursor.Rest["include".Length..];
        var argument = rest.TrimStart();
        if (argument.IsEmpty || (argument[0] != '"' && !StartsCall(argument))) return false;
        cursor.Advance("include".Length);
        cursor.TakeBlanks();
        var required = TryOpen(cursor, "required");
        var file = TryOpen(cursor, "file");
        if (cursor.Next != '"') throw cursor.Error("An include takes the quoted name of a file");
        var at = cursor.At;
        var name = cursor.TakeQuoted();
        if (file) Close(cursor);
        if (required) Close(cursor);
        source = Read(name, required, at, cursor);
        return true;
    }

    private static bool StartsCall(ReadOnlySpan<char> text) =>
        text.StartsWith("required(") || text.StartsWith("file(") || text.StartsWith("url(") || text.StartsWith("classpath(");

    private static bool TryOpen(HoconCursor cursor, string call)
    {
        if (!cursor.TryTake(call + "("))
            return false;
        cursor.TakeBlanks();
        return true;
    }

    private static void Close(HoconCursor cursor)
    {
        cursor.TakeBlanks();
        if (!cursor.TryTake(')'))
            throw cursor.Error("')' is missing");
    }

    private static HoconSource Read(string name, bool required, int at, HoconCursor cursor)
    {
        try
        {
            var path = Path.GetFullPath(name, Path.GetDirectoryName(cursor.Source.File) ?? Directory.GetCurrentDirectory());
            if (!File.Exists(path)) path += ".conf";
            return required || File.Exists(path) ? new HoconSource(File.ReadAllText(path), path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw cursor.Source.Error(at, $"'{name}' can't be included: {e.Message}");
        }
    }
}
