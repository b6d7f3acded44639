using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal.Journal;
using Akka.Events.Persistence.PostgreSql.Internal.Outbox;
using Akka.Events.Persistence.PostgreSql.Internal.Sessions;
using Akka.Events.Persistence.PostgreSql.Internal.Transactions;
using Akka.Events.Publishing.Internal.Outbox;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>Everything in one PostgreSQL database.</summary>
internal sealed class PostgreSqlStore : EventStore
{
    private readonly PostgreSqlSettings _settings;
    private readonly NpgsqlConnectionStringBuilder _connection;
    private readonly NpgsqlConnectionStringBuilder _handlers;
    private readonly NpgsqlConnectionStringBuilder _journal;
    private readonly StaleConnections _stale = new();
    private readonly PostgreSqlPlugins _plugins = new();
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
        if (settings.SessionLimits)
        {
            SessionLimits.AddTo(_connection);
            SessionLimits.AddTo(_handlers, idle: "60s");
        }
        _journal = JournalSessions.Of(_connection);
    }

    public override string Description => Name(_connection);

    public override Config Plugins => PluginHocon.Own(typeof(PostgreSqlJournal), typeof(PostgreSqlSnapshots), _settings.CommandTimeout);

    public override void Connect(ISet<Setup> setups) => setups.Add(_plugins);

    public override ITransactionStore? Transactions => _transactions;

    public override (IEntityStates States, JournalReader Journal) Open(ActorSystem system, ILoggerFactory loggers)
    {
        _plugins.Open(Source(system, loggers, "journal", _journal), _settings, _stale);
        var states = Source(system, loggers, "states", _connection);
        var few = new NpgsqlConnectionStringBuilder(_connection.ConnectionString)
        {
            MinPoolSize = 0,
            MaxPoolSize = PostgreSqlEntityStates.MaxSweeps,
        };
        var blockers = new Blockers(states, loggers.CreateLogger<Blockers>(), _settings.ClaimPatience);
        _transactions = new PostgreSqlTransactions(states, Source(system, loggers, "handlers", _handlers), _settings, blockers, _stale);
        return (
            new PostgreSqlEntityStates(states, _settings, Source(system, loggers, "sweeps", few), _stale, blockers,
                loggers.CreateLogger<PostgreSqlEntityStates>()),
            new PostgreSqlJournalReader(states, _settings));
    }

    public override IOutboxStore OpenOutbox(ActorSystem system, ILoggerFactory loggers, long batchBytes)
    {
        // One that listens, one that forwards, one that says it is there, and those who skip.
        var few = new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { MinPoolSize = 0, MaxPoolSize = 6 };
        var askers = new NpgsqlConnectionStringBuilder(_connection.ConnectionString) { MinPoolSize = 0, MaxPoolSize = 2 };
        return new PostgreSqlOutbox(
            Source(system, loggers, "outbox", few), _settings, batchBytes, _stale, Source(system, loggers, "outbox-askers", askers));
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
