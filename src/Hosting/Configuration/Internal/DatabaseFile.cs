namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>Checks the path of SQLite's file.</summary>
internal static class DatabaseFile
{
    public static string? Problem(string path)
    {
        if (path.StartsWith(':') || path.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return $"'{path}' is no file's path; for memory call UseInMemory";
        if (Directory.Exists(path)) return $"'{path}' is a folder: name a file in it";
        var folder = Path.GetDirectoryName(Path.GetFullPath(path));
        return Directory.Exists(folder) ? null : $"'{path}' can't be made: there is no folder {folder}";
    }
}
