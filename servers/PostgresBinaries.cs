namespace Akka.Events.LocalServers;

/// <summary>
/// Where the server's programs are: AKKA_EVENTS_POSTGRES_BIN, else the newest of the distribution's, else the search path.
/// </summary>
internal sealed class PostgresBinaries
{
    private readonly string _folder;

    private PostgresBinaries(string folder) => _folder = folder;

    public static PostgresBinaries? Find(out string? reason)
    {
        var chosen = Environment.GetEnvironmentVariable("AKKA_EVENTS_POSTGRES_BIN");
        var folder = string.IsNullOrEmpty(chosen) ? Installed().FirstOrDefault(HasServer) : HasServer(chosen) ? chosen : null;
        reason = folder switch
        {
            _ when OperatingSystem.IsWindows() => ServerUser.WhyNot("PostgreSQL"),
            null when !string.IsNullOrEmpty(chosen) => $"No PostgreSQL server in AKKA_EVENTS_POSTGRES_BIN ({chosen}).",
            null => "No PostgreSQL server on this machine: install one, or name the folder of its programs in AKKA_EVENTS_POSTGRES_BIN.",
            _ => ServerUser.WhyNot("PostgreSQL"),
        };
        return reason is null ? new PostgresBinaries(folder!) : null;
    }

    public string Path(string program) => System.IO.Path.Combine(_folder, program);

    private static bool HasServer(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "postgres")) && File.Exists(System.IO.Path.Combine(folder, "initdb"));

    private static IEnumerable<string> Installed()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        return versions
            .OrderByDescending(folder => int.TryParse(System.IO.Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => System.IO.Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries));
    }
}
