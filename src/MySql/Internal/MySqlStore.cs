using Akka.Actor;
using Akka.Configuration;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Committing.Internal.Transactions;
using Akka.Events.Persistence.Internal;
using Microsoft.Extensions.Logging;
using MySqlConnector;

namespace Akka.Events.Persistence.MySql.Internal;

/// <summary>What handlers in transactions of one MySQL or MariaDB database have finished. It keeps no entities.</summary>
internal sealed class MySqlStore(MySqlSettings settings) : EventStore
{
    private readonly MySqlConnectionStringBuilder _connection = settings.Connection();
    private MySqlTransactions? _transactions;

    public override string Description => $"MySQL at {_connection.Server}:{_connection.Port}, database '{_connection.Database}'";

    // Nobody has a journal here.
    public override Config Plugins => PluginHocon.InMemory;

    public override ITransactionStore? Transactions => _transactions;

    public override (IEntityStates States, JournalReader Journal) Open(ActorSystem system, ILoggerFactory loggers)
    {
        var source = Source(system, loggers, "states", _connection);
        _transactions = new MySqlTransactions(source, Source(system, loggers, "handlers", settings.HandlersConnection()), settings);
        return (new MySqlGroupTopics(source, settings), new JournalReplay(system));
    }

    private static MySqlDataSource Source(ActorSystem system, ILoggerFactory loggers, string name, MySqlConnectionStringBuilder connection)
    {
        var source = new MySqlDataSourceBuilder(connection.ConnectionString).UseName($"akka-events-{name}").UseLoggerFactory(loggers).Build();
        system.RegisterOnTermination(source.Dispose);
        return source;
    }
}
