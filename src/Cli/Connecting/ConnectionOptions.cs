using System.CommandLine;
using Akka.Events.Persistence.PostgreSql.Internal;

namespace Akka.Events.Cli.Connecting;

/// <summary>Where Kafka and PostgreSQL are, and how results are printed: options that every command has.</summary>
internal sealed class ConnectionOptions
{
    public const string KafkaVariable = "AKKA_EVENTS_KAFKA", PostgresVariable = "AKKA_EVENTS_POSTGRES", ConfigVariable = "AKKA_EVENTS_CONFIG",
        ServiceVariable = "AKKA_EVENTS_SERVICE", ServiceHeaderVariable = "AKKA_EVENTS_SERVICE_HEADER";

    private readonly Option<string?> _kafka = new("--kafka")
    {
        Description = $"Kafka's brokers. Else {KafkaVariable}, else akka.events.kafka.bootstrap-servers of the configuration.",
        HelpName = "host:port", Recursive = true,
    };

    private readonly Option<string[]> _property = new("--kafka-property", "-X")
    {
        Description = "A property of librdkafka (security.protocol=SASL_SSL), over akka.events.kafka.client. Repeatable.",
        HelpName = "name=value", Recursive = true, DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _postgres = new("--postgres")
    {
        Description = $"Npgsql's connection string. Else {PostgresVariable}, else akka.events.postgresql.connection-string.",
        HelpName = "connection string", Recursive = true,
    };

    private readonly Option<string?> _schema = new("--schema")
    {
        Description = "The schema in PostgreSQL. Else akka.events.postgresql.schema, else akka_events.", HelpName = "name", Recursive = true,
    };

    private readonly Option<FileInfo?> _config = new("--config")
    {
        Description = $"HOCON (.conf) or a JSON file such as appsettings.json, with the section akka.events of the service. Else {ConfigVariable}.",
        HelpName = "file", Recursive = true,
    };

    private readonly Option<string?> _service = new("--service")
    {
        Description = $"A running service, by its dashboard's address, for commands that ask one. Else {ServiceVariable}, else http://localhost:5000/events.",
        HelpName = "address", Recursive = true,
    };

    private readonly Option<string[]> _serviceHeader = new("--service-header")
    {
        Description = $"A header of requests to it, as its policies ask for (Authorization: Bearer …). Repeatable. Else {ServiceHeaderVariable}.",
        HelpName = "name: value", Recursive = true, DefaultValueFactory = _ => [],
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "table, or json: what programs read.", DefaultValueFactory = _ => "table", HelpName = "table|json", Recursive = true,
    };

    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "How long one request to Kafka, PostgreSQL or a service may take.", DefaultValueFactory = _ => 10, HelpName = "seconds", Recursive = true,
    };

    public ConnectionOptions()
    {
        _output.AcceptOnlyFromAmong("table", "json");
        _timeout.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 3600)) result.AddError("--timeout must be above 0 and at most 3600");
        });
    }

    public void AddTo(RootCommand root)
    {
        foreach (var option in new Option[] { _kafka, _property, _postgres, _schema, _config, _service, _serviceHeader, _output, _timeout }) root.Add(option);
    }

    /// <exception cref="ToolException">They can't be understood.</exception>
    public ToolSettings Read(ParseResult parsed)
    {
        var timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout));
        var configured = ConfigurationFile.Read(parsed.GetValue(_config)?.FullName ?? Variable(ConfigVariable));
        foreach (var property in parsed.GetValue(_property)!)
        {
            var at = property.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw ToolException.Misused("--kafka-property takes name=value");
            configured.Kafka.Client[property[..at]] = property[(at + 1)..];
        }
        var postgres = configured.PostgreSql;
        var schema = parsed.GetValue(_schema) ?? postgres.Schema;
        return new ToolSettings
        {
            Brokers = parsed.GetValue(_kafka) ?? Variable(KafkaVariable) ?? Said(configured.Kafka.BootstrapServers),
            Client = configured.Client,
            Postgres = parsed.GetValue(_postgres) ?? Variable(PostgresVariable) ?? Said(postgres.ConnectionString),
            PostgreSql = new PostgreSqlSettings
            {
                Schema = schema,
                JournalSchema = parsed.GetValue(_schema) ?? Said(postgres.JournalSchema) ?? schema,
                CommandTimeout = timeout,
            },
            Service = parsed.GetValue(_service) ?? Variable(ServiceVariable) ?? "http://localhost:5000/events",
            ServiceHeaders = parsed.GetValue(_serviceHeader) is { Length: > 0 } headers ? headers : Variable(ServiceHeaderVariable) is { } header ? [header] : [],
            Timeout = timeout,
            Configuration = configured,
            Json = parsed.GetValue(_output) == "json",
        };
    }

    private static string? Variable(string name) => Said(Environment.GetEnvironmentVariable(name));

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
