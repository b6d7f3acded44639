namespace Akka.Events.LocalServers;

/// <summary>Databases' servers refuse to run as root: where this process is root, they run as nobody.</summary>
internal static class ServerUser
{
    private const string Nobody = "65534", SetPriv = "/usr/bin/setpriv";

    /// <summary>The command, to be run as that user.</summary>
    public static string[] Run(string[] command) =>
        Environment.IsPrivilegedProcess ? [SetPriv, "--reuid", Nobody, "--regid", Nobody, "--clear-groups", .. command] : command;

    /// <summary>A new temporary folder in which that user may write.</summary>
    public static string NewFolder(string product)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"akka-events-{product}-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        return folder;
    }

    /// <summary>Why a server can't be started so; null where it can.</summary>
    public static string? WhyNot(string product) =>
        OperatingSystem.IsWindows() ? $"Private {product} servers are started on Unix systems only."
        : Environment.IsPrivilegedProcess && !File.Exists(SetPriv) ? $"{product} doesn't run as root, and there is no setpriv to start it as another user."
        : null;
}
