namespace Akka.Events.LocalServers;

/// <summary>Where the server's programs are: AKKA_EVENTS_MARIADB_BIN, else the distribution's, else the search path.</summary>
/// <param name="Server">The server.</param>
/// <param name="Install">What makes its first tables.</param>
internal sealed record MariaDbBinaries(string Server, string Install)
{
    public static MariaDbBinaries? Find(out string? reason)
    {
        var chosen = Environment.GetEnvironmentVariable("AKKA_EVENTS_MARIADB_BIN");
        string[] folders = string.IsNullOrEmpty(chosen)
            ? ["/usr/sbin", "/usr/bin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)] : [chosen];
        var (server, install) = (In("mariadbd"), In("mariadb-install-db"));
        reason = server is not null && install is not null ? ServerUser.WhyNot("MariaDB")
            : string.IsNullOrEmpty(chosen) ? "No MariaDB server on this machine: install one (mariadb-server), or name the folder of its programs in AKKA_EVENTS_MARIADB_BIN."
            : $"No MariaDB server in AKKA_EVENTS_MARIADB_BIN ({chosen}).";
        return reason is null ? new MariaDbBinaries(server!, install!) : null;

        string? In(string program) => folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }
}
