using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.Events.Hosting;
using Akka.Events.Hosting.Configuration.Internal;
using Microsoft.Extensions.Configuration;

namespace Akka.Events.Cli.Connecting;

/// <summary>The service's own configuration, read as the service reads it: a file, and environment variables (AKKA__EVENTS__…) over it.</summary>
internal sealed class ConfigurationFile
{
    private ConfigurationFile(EventsConfiguration configuration)
    {
        (Kafka, PostgreSql) = (configuration.Kafka, configuration.PostgreSql);
    }

    public KafkaOptions Kafka { get; }

    public PostgreSqlOptions PostgreSql { get; }

    /// <summary>librdkafka's properties as it takes them.</summary>
    public IReadOnlyDictionary<string, string> Client => ClientProperties.Normalized(Kafka.Client);

    /// <param name="path">The file; null for none.</param>
    /// <exception cref="ToolException">There is no such file, or it can't be read.</exception>
    /// <exception cref="EventsConfigurationException">What it says can't be understood.</exception>
    public static ConfigurationFile Read(string? path)
    {
        var errors = new ErrorList();
        var (hocon, host) = Load(path);
        var configuration = new EventsConfiguration(hocon, host, EventsBuilder.DefaultSection, errors);
        errors.ThrowIfAny();
        return new ConfigurationFile(configuration);
    }

    private static (Config Hocon, IConfiguration Host) Load(string? path)
    {
        if (path is not null && !File.Exists(path)) throw ToolException.Misused($"there is no file {path}");
        try
        {
            var json = path is not null && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
            var host = new ConfigurationBuilder();
            if (json) host.AddJsonFile(Path.GetFullPath(path!));
            return (path is null || json ? Config.Empty : ConfigurationFactory.ParseString(File.ReadAllText(path)), host.AddEnvironmentVariables().Build());
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or UnauthorizedAccessException || e.GetType().Namespace == typeof(HoconValue).Namespace)
        {
            throw ToolException.Misused($"{path} can't be read: {e.InnerException?.Message ?? e.Message}");
        }
    }
}
