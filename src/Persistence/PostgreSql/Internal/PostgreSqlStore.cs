using Akka.Actor;
using Akka.Configuration;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Outbox;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Akka.Events.Persistence.PostgreSql.Internal.Transactions;
using Akka.Events.Publishing.Internal.Outbox;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.DataProvider.PostgreSQL;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>Everything in one PostgreSQL database.</summary>
internal sealed class PostgreSqlStore : EventStore
{
    // linq2db's name for it from version 15 on; it makes no difference to the statements here.
    private const string Provider = "PostgreSQL.15";

    private readonly PostgreSqlSettings _settings;
    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly NpgsqlConnectionStringBuilder _handlers;
    private readonly StaleConnections _stale = new();
    private NpgsqlDataSource? _journal;
    private PostgreSqlTransactions? _transactions;

    public PostgreSqlStore(string connectionString, PostgreSqlSettings settings)
    {
        _settings = settings;
        _connection = new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = settings.CommandTimeoutSeconds };
        // Connecting may take no longer than a statement: of a server that has stopped one is cancelled by another connection to it.
        if (_connection.Timeout == 0 || _connection.Timeout > settings.CommandTimeoutSeconds) _connection.Timeout = settings.CommandTimeoutSeconds;
        _connection.ApplicationName ??= "akka-events";
        HostList.AddTo(_connection);
        // A handler may wait for something else between two statements.
        _handlers = new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { MaxPoolSize = settings.MaxTransactions, MinPoolSize = 0 };
        if (!settings.SessionLimits) return;
        SessionLimits.AddTo(_connection);
        SessionLimits.AddTo(_handlers, idle: "60s");
    }

    public override string Description => Name(_connection);

    public override Config Plugins => PluginHocon.Sql(
        Provider, _settings.CommandTimeout, $"default.schema-name = {Hocon.Quote(_settings.JournalSchema)}",
        """
        # A row a transaction, several of them at once, which share the server's flush: with more rows in one, a shard's collision or
        # cancelled call would fail the writes of others, and several rows go as one text, each byte as two characters.
        batch-size = 1
        parallelism = 16
        """);

    // A connection string in the plugins' configuration would show its password wherever that is shown.
    public override DataOptions Connections => new DataOptions()
        .UseConnectionFactory(
            PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15),
            _ => (_journal ?? throw new InvalidOperationException("the event system hasn't started")).CreateConnection())
        .WithOptions<ConnectionOptions>(options => options with { ProviderName = Provider })
        .UseInterceptor(_stale);

    public override ITransactionStore? Transactions => _transactions;

    public override (IEntityStates States, IJournalReader Journal) Open(ActorSystem system, ILoggerFactory loggers)
    {
        _journal = Source(system, loggers, "journal", _connection);
        var states = Source(system, loggers, "states", _connection);
        var few = new NpgsqlConnectionStringBuilder(_connection.ConnectionString)
        {
            MinPoolSize = 0,
            MaxPoolSize = PostgreSqlEntityStates.MaxSweeps,
        };
        var blockers = new Blockers(states, loggers.CreateLogger<Blockers>(), _settings.ClaimPatience);
        _transactions = new PostgreSqlTransactions(states, Source(system, loggers, "handlers", _handlers), _settings, blockers, _stale);
        return (
            new PostgreSqlEntityStates(states, _settings, Source(system, loggers, "sweeps", few), _stale, blockers),
            new PostgreSqlJournalReader(states, _settings));
    }

    public override IOutboxStore OpenOutbox(ActorSystem system, ILoggerFactory loggers, long batchBytes)
    {
        // One that listens, one that forwards, one that says it is there, and those who ask.
        var few = new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { MinPoolSize = 0, MaxPoolSize = 6 };
        return new PostgreSqlOutbox(Source(system, loggers, "outbox", few), _settings, batchBytes, _stale);
    }

    /// <summary>Which database it is, for logs.</summary>
    public static string Name(NpgsqlConnectionStringBuilder connection) =>
        $"PostgreSQL at {connection.Host}:{connection.Port}, database '{connection.Database}'";

    private NpgsqlDataSource Source(ActorSystem system, ILoggerFactory loggers, string name, NpgsqlConnectionStringBuilder connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection.ConnectionString) { Name = $"akka-events-{name}" };
        var source = builder.UseLoggerFactory(new QuietLoggers(loggers)).Build();
        _stale.Watch(source);
        system.RegisterOnTermination(source.Dispose);
        return source;
    }
}
