namespace Akka.Events.LocalServers;

/// <summary>
/// Where the server's programs are: AKKA_EVENTS_POSTGRES_BIN, else the newest of the distribution's, else the search path.
/// </summary>
internal sealed class PostgresBinaries
{
    private const string Nobody = "65534";

    private readonly string _folder;

    private PostgresBinaries(string folder) => _folder = folder;

    public static PostgresBinaries? Find(out string? reason)
    {
        var chosen = Environment.GetEnvironmentVariable("AKKA_EVENTS_POSTGRES_BIN");
        var folder = string.IsNullOrEmpty(chosen) ? Installed().FirstOrDefault(HasServer) : HasServer(chosen) ? chosen : null;
        reason = folder switch
        {
            _ when OperatingSystem.IsWindows() => WhyNotAsOther("PostgreSQL"),
            null when !string.IsNullOrEmpty(chosen) => $"No PostgreSQL server in AKKA_EVENTS_POSTGRES_BIN ({chosen}).",
            null => "No PostgreSQL server on this machine: install one, or name the folder of its programs in AKKA_EVENTS_POSTGRES_BIN.",
            _ => WhyNotAsOther("PostgreSQL"),
        };
        return reason is null ? new PostgresBinaries(folder!) : null;
    }

    public string Path(string program) => System.IO.Path.Combine(_folder, program);

    /// <summary>The server refuses to run as root: then the command is to run as nobody.</summary>
    public string[] AsServerUser(string[] command) => AsOther(command);

    /// <summary>Where this process is root, the command is to run as nobody.</summary>
    public static string[] AsOther(string[] command) =>
        Environment.IsPrivilegedProcess
            ? ["/usr/bin/setpriv", "--reuid", Nobody, "--regid", Nobody, "--clear-groups", .. command] : command;

    /// <summary>Why a database's server can't be started as <see cref="AsOther"/> says; null where it can.</summary>
    public static string? WhyNotAsOther(string product) =>
        OperatingSystem.IsWindows() ? $"Private {product} servers are started on Unix systems only."
        : Environment.IsPrivilegedProcess && !File.Exists("/usr/bin/setpriv") ? $"{product} doesn't run as root, and there is no setpriv to start it as another user."
        : null;

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
