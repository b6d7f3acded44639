using Akka.Events.Cli.Live;
using Akka.Events.Cli.Printing;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Npgsql;

namespace Akka.Events.Cli.Connecting;

/// <summary>One run of a command: what it is connected to, and where it prints. Connections are made when they are asked for.</summary>
internal sealed class Session(ToolSettings settings, Printer printer) : IAsyncDisposable
{
    private KafkaConnection? _kafka;
    private NpgsqlDataSource? _database;
    private ServiceConnection? _service;

    public ToolSettings Settings { get; } = settings;

    public Printer Out { get; } = printer;

    /// <summary>Where the tables are.</summary>
    public PostgreSqlSettings Sql => Settings.PostgreSql;

    public bool KnowsDatabase => Settings.Postgres is not null;

    public bool KnowsKafka => Settings.Brokers is not null;

    /// <exception cref="ToolException">Nothing says where Kafka is.</exception>
    public KafkaConnection Kafka => _kafka ??= new KafkaConnection(
        Settings.Brokers ?? throw ToolException.Misused(
            $"Where is Kafka? Give --kafka host:port, set {ConnectionOptions.KafkaVariable}, or name the service's configuration with --config"),
        Settings.Client, Settings.Timeout);

    /// <exception cref="ToolException">Nothing says where PostgreSQL is, or it can't be understood.</exception>
    public NpgsqlDataSource Database => _database ??= Connect(
        Settings.Postgres ?? throw ToolException.Misused(
            "Where is PostgreSQL? Give --postgres with a connection string, "
            + $"set {ConnectionOptions.PostgresVariable}, or name the service's configuration with --config"));

    /// <summary>A running service.</summary>
    /// <exception cref="ToolException">Its address can't be understood.</exception>
    public ServiceConnection Service => _service ??= new ServiceConnection(Settings.Service, Settings.ServiceHeaders, Settings.Timeout);

    public async ValueTask DisposeAsync()
    {
        _service?.Dispose();
        _kafka?.Dispose();
        if (_database is not null) await _database.DisposeAsync();
    }

    private NpgsqlDataSource Connect(string connectionString)
    {
        if (ConnectionStrings.Problem(connectionString) is { } problem) throw ToolException.Misused($"PostgreSQL's connection string {problem}");
        var seconds = (int)Math.Ceiling(Settings.Timeout.TotalSeconds);
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Timeout = Math.Min(seconds, 1024), CommandTimeout = seconds, ApplicationName = "akka-events-cli", MaxPoolSize = 4, MinPoolSize = 0,
        };
        return new NpgsqlDataSourceBuilder(builder.ConnectionString).Build();
    }
}
