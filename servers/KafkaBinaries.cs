namespace Akka.Events.LocalServers;

/// <summary>
/// Where an Apache Kafka is: a folder with its jars in libs/, named by KAFKA_HOME, else "shared/kafka" beside the repository this program
/// was built in; and a Java to run it.
/// </summary>
internal sealed record KafkaBinaries(string Java, string Libraries)
{
    public static KafkaBinaries? Find(out string? reason)
    {
        var home = Environment.GetEnvironmentVariable("KAFKA_HOME");
        var java = FindJava();
        var folder = string.IsNullOrEmpty(home) ? Beside().FirstOrDefault(HasKafka) : HasKafka(home) ? home : null;
        reason = folder switch
        {
            _ when OperatingSystem.IsWindows() => "A Kafka of one's own is started on Unix systems only.",
            null when !string.IsNullOrEmpty(home) => $"No Apache Kafka in KAFKA_HOME ({home}): there is no libs/kafka_*.jar.",
            null => "No Apache Kafka on this machine: name its folder in KAFKA_HOME.",
            _ when java is null => "Kafka needs a Java runtime, 17 or newer (Debian: apt install default-jre-headless).",
            _ => null,
        };
        return reason is null ? new KafkaBinaries(java!, Path.Combine(folder!, "libs", "*")) : null;
    }

    private static bool HasKafka(string folder) =>
        Directory.Exists(Path.Combine(folder, "libs")) && Directory.EnumerateFiles(Path.Combine(folder, "libs"), "kafka_*.jar").Any();

    private static IEnumerable<string> Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Akka.Events.sln"))) continue;
            if (folder.Parent is { } parent) yield return Path.Combine(parent.FullName, "shared", "kafka");
        }
    }

    private static string? FindJava()
    {
        var home = Environment.GetEnvironmentVariable("JAVA_HOME");
        var folders = string.IsNullOrEmpty(home) ? (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':') : [Path.Combine(home, "bin")];
        return folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, "java")).FirstOrDefault(File.Exists);
    }
}
