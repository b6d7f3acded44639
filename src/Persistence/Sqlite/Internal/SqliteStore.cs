using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Replay;
using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.Internal;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using LinqToDB.Data;
using LinqToDB.DataProvider.SQLite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Persistence.Sqlite.Internal;

/// <summary>Everything in one file, for the processes of one machine.</summary>
internal sealed class SqliteStore(SqliteSettings settings, TimeProvider time) : EventStore
{
    private const int Busy = 5; // SQLITE_BUSY: another process writes
    private const string Dispatcher = JournalPlugin.JournalId + ".blocking-dispatcher";

    public override string Description => $"SQLite in {settings.Path}";

    public override Config Plugins => PluginHocon.Sql(
        ProviderName.SQLiteMS, settings.BusyTimeout,
        $$"""
        # SQLite's calls block: for the disk, and for what another process writes. Not the threads that handlers run on.
        plugin-dispatcher = "{{Dispatcher}}"
        # Reads begin no write transaction, which would wait for those of others: here it means a deferred one, in which a reader sees one
        # moment of the database.
        read-isolation-level = read-uncommitted
        """,
        $$"""
        materializer-dispatcher = "{{Dispatcher}}"
        blocking-dispatcher {
          type = ForkJoinDispatcher
          dedicated-thread-pool.thread-count = 4
        }
        # One writes at a time, whatever else is tried; rows of several shards share a flush of the disk.
        parallelism = 1
        batch-size = 100
        # As values and not as text.
        prefer-parameters-on-multirow-insert = on
        """);

    public override void Connect(ISet<Setup> setups)
    {
        var connections = new DataOptions()
            .UseConnectionFactory(SQLiteTools.GetDataProvider(SQLiteProvider.Microsoft), _ => settings.Connection())
            .WithOptions<ConnectionOptions>(options => options with { ProviderName = ProviderName.SQLiteMS })
            .UseAfterConnectionOpened(
                connection => settings.Prepare((SqliteConnection)connection),
                (connection, _) =>
                {
                    settings.Prepare((SqliteConnection)connection);
                    return Task.CompletedTask;
                });
        // Another one, of the user's own journals, may be there, and would be replaced.
        var setup = setups.OfType<MultiDataOptionsSetup>().FirstOrDefault();
        if (setup is null) setups.Add(setup = new MultiDataOptionsSetup());
        setup.AddDataOptions(JournalPlugin.JournalId, connections);
        setup.AddDataOptions(JournalPlugin.SnapshotId, connections);
    }

    public override string? Problem()
    {
        try
        {
            using var connection = settings.Connection();
            connection.Open();
            settings.Prepare(connection);
            // As a write begins, so that a file or folder that can only be read is met now.
            connection.Execute("begin immediate; rollback");
            return null;
        }
        catch (SqliteException e)
        {
            return e.SqliteErrorCode == Busy ? null : $"akka.events.sqlite.path: '{settings.Path}' can't be used: {e.Message}";
        }
    }

    public override (IEntityStates States, JournalReader Journal) Open(ActorSystem system, ILoggerFactory loggers)
    {
        var states = new SqliteEntityStates(settings, time, loggers.CreateLogger<SqliteEntityStates>());
        var journal = new SqliteJournalReader(settings);
        system.RegisterOnTermination(() =>
        {
            states.Dispose();
            journal.Dispose();
            using var connection = settings.Connection();
            SqliteConnection.ClearPool(connection);
        });
        return (states, journal);
    }
}
