using System.Security.Cryptography;
using System.Text;

namespace Akka.Events.LocalServers;

/// <summary>
/// Kafka's classes as the Java machine has them after loading, kept in a file between runs (class data sharing): it starts in half the
/// time with them. The first single node on a machine writes the file when it ends in order; Java itself leaves a file aside that
/// doesn't fit.
/// </summary>
internal sealed class KafkaClasses
{
    private readonly string _file;
    private readonly string? _new;

    private KafkaClasses(string file, string? written) => (_file, _new) = (file, written);

    /// <summary>For Java's command line, the one that writes the file included.</summary>
    public string[] Options => _new is not null ? [$"-XX:ArchiveClassesAtExit={_new}"] : Reading;

    /// <summary>For Java's command line, of programs that end before Kafka.</summary>
    public string[] Reading => File.Exists(_file) ? [$"-XX:SharedArchiveFile={_file}", "-Xshare:auto"] : [];

    public static KafkaClasses Of(KafkaBinaries binaries, bool mayWrite)
    {
        var what = $"{new FileInfo(binaries.Java).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? binaries.Java}\n{binaries.Libraries}";
        var name = $"kafka-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(what)))[..16]}.jsa";
        var file = Path.Combine(CacheFolder(), name);
        return new KafkaClasses(file, mayWrite && !File.Exists(file) && CanWrite(file) ? $"{file}.{Environment.ProcessId}" : null);
    }

    /// <summary>Ends the node so that it writes the file, where it is the one that does.</summary>
    public async Task EndAsync(KafkaNode node)
    {
        if (_new is null || node.HasFailed) return;
        await node.StopAsync("TERM");
        if (File.Exists(_new)) File.Move(_new, _file, overwrite: true);
    }

    private static string CacheFolder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache)) cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "akka-events");
    }

    private static bool CanWrite(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // no home of one's own: it starts slowly each time
        }
    }
}
