using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.Events.Hosting;
using Akka.Events.Hosting.Configuration.Internal;
using Microsoft.Extensions.Configuration;

namespace Akka.Events.Cli.Connecting;

/// <summary>The service's own configuration, read as the service reads it: a file, and environment variables (AKKA__EVENTS__…) over it.</summary>
internal sealed class ConfigurationFile
{
    private readonly EventsConfiguration _configuration;

    private ConfigurationFile(string? path, EventsConfiguration configuration)
    {
        Path = path;
        _configuration = configuration;
    }

    /// <summary>Null where nothing is read but the environment.</summary>
    public string? Path { get; }

    public KafkaOptions Kafka => _configuration.Kafka;

    public PublishingOptions Publish => _configuration.Publish;

    public PostgreSqlOptions PostgreSql => _configuration.PostgreSql;

    /// <summary>librdkafka's properties as it takes them.</summary>
    public IReadOnlyDictionary<string, string> Client => ClientProperties.Normalized(Kafka.Client);

    /// <summary>
    /// What a service would refuse. Other commands than a check go on with it: they need no more than servers, and code may have said what makes it work.
    /// </summary>
    public IReadOnlyList<string> Problems()
    {
        var errors = new ErrorList();
        _configuration.Check(errors);
        return errors.All;
    }

    /// <param name="path">The file; null for none.</param>
    /// <exception cref="ToolException">There is no such file, or it can't be read.</exception>
    /// <exception cref="EventsConfigurationException">What it says can't be understood.</exception>
    public static ConfigurationFile Read(string? path)
    {
        var errors = new ErrorList();
        var (hocon, host) = Load(path);
        var configuration = new EventsConfiguration(hocon, host, EventsBuilder.DefaultSection, errors);
        errors.ThrowIfAny();
        return new ConfigurationFile(path, configuration);
    }

    private static (Config Hocon, IConfiguration Host) Load(string? path)
    {
        if (path is not null && !File.Exists(path)) throw ToolException.Misused($"there is no file {path}");
        try
        {
            var json = path is not null && path.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
            var host = new ConfigurationBuilder();
            if (json) host.AddJsonFile(System.IO.Path.GetFullPath(path!));
            return (path is null || json ? Config.Empty : ConfigurationFactory.ParseString(File.ReadAllText(path)), host.AddEnvironmentVariables().Build());
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or UnauthorizedAccessException || e.GetType().Namespace == typeof(HoconValue).Namespace)
        {
            throw ToolException.Misused($"{path} can't be read: {e.InnerException?.Message ?? e.Message}");
        }
    }
}
