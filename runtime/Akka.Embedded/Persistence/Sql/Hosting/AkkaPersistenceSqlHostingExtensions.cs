#nullable enable
using Akka.Hosting;
using Akka.Persistence.Hosting;

namespace Akka.Persistence.Sql.Hosting;

public static class AkkaPersistenceSqlHostingExtensions
{
    /// <summary>Keeps events, snapshots or both in a database; this runtime in PostgreSQL ("PostgreSQL.15").</summary>
    public static AkkaConfigurationBuilder WithSqlPersistence(
        this AkkaConfigurationBuilder builder,
        string connectionString,
        string providerName,
        PersistenceMode mode = PersistenceMode.Both,
        string? schemaName = null,
        Action<AkkaPersistenceJournalBuilder>? journalBuilder = null,
        bool autoInitialize = true,
        string pluginIdentifier = "sql",
        bool isDefaultPlugin = true,
        DatabaseMapping? databaseMapping = null,
        TagMode? tagStorageMode = null,
        bool? deleteCompatibilityMode = null,
        bool? useWriterUuidColumn = null,
        int? maxConcurrentQueries = null)
    {
        if (mode == PersistenceMode.SnapshotStore && journalBuilder is not null)
            throw new ArgumentException($"There is no journal to build: {nameof(mode)} is {mode}", nameof(journalBuilder));
        if (databaseMapping is not (null or DatabaseMapping.Default))
            throw new NotSupportedException($"The tables of {databaseMapping} are not supported: this runtime knows the default ones");
        if (useWriterUuidColumn == false) throw new NotSupportedException("This runtime always writes the column writer_uuid");

        var journal = mode == PersistenceMode.SnapshotStore ? null : new SqlJournalOptions(isDefaultPlugin, pluginIdentifier)
        {
            ConnectionString = connectionString,
            ProviderName = providerName,
            SchemaName = schemaName,
            AutoInitialize = autoInitialize,
            TagStorageMode = tagStorageMode,
            DeleteCompatibilityMode = deleteCompatibilityMode,
            MaxConcurrentQueries = maxConcurrentQueries,
        };
        var snapshots = mode == PersistenceMode.Journal ? null : new SqlSnapshotOptions(isDefaultPlugin, pluginIdentifier)
        {
            ConnectionString = connectionString,
            ProviderName = providerName,
            SchemaName = schemaName,
            AutoInitialize = autoInitialize,
            MaxConcurrentQueries = maxConcurrentQueries,
        };
        journalBuilder?.Invoke(new AkkaPersistenceJournalBuilder(pluginIdentifier, builder));
        return builder.WithSqlPersistence(journal, snapshots);
    }

    public static AkkaConfigurationBuilder WithSqlPersistence(
        this AkkaConfigurationBuilder builder,
        Action<SqlJournalOptions>? journalOptionConfigurator = null,
        Action<SqlSnapshotOptions>? snapshotOptionConfigurator = null,
        bool isDefaultPlugin = true)
    {
        var journal = journalOptionConfigurator is null ? null : new SqlJournalOptions(isDefaultPlugin);
        var snapshots = snapshotOptionConfigurator is null ? null : new SqlSnapshotOptions(isDefaultPlugin);
        if (journal is not null) journalOptionConfigurator!(journal);
        if (snapshots is not null) snapshotOptionConfigurator!(snapshots);
        return builder.WithSqlPersistence(journal, snapshots);
    }

    public static AkkaConfigurationBuilder WithSqlPersistence(
        this AkkaConfigurationBuilder builder, SqlJournalOptions? journalOptions = null, SqlSnapshotOptions? snapshotOptions = null)
    {
        if (journalOptions is null && snapshotOptions is null)
            throw new ArgumentException($"{nameof(journalOptions)} and {nameof(snapshotOptions)} can't both be null");
        if (journalOptions is not null) builder.WithJournal(journalOptions);
        return snapshotOptions is null ? builder : builder.WithSnapshot(snapshotOptions);
    }
}
