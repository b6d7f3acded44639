using Akka.Configuration;
using Npgsql;

namespace Akka.Persistence.Sql;

/// <summary>What a plugin's section says, by the keys of Akka.Persistence.Sql.</summary>
internal sealed class SqlSettings
{
    internal SqlSettings(Config config)
    {
        var provider = config.GetString("provider-name");
        if (provider is null || !provider.StartsWith("PostgreSQL", StringComparison.Ordinal))
            throw new ConfigurationException($"provider-name is '{provider}': this runtime knows PostgreSQL only (PostgreSQL.15)");
        if (config.GetString("table-mapping", "default") is not "default" and var mapping)
            throw new ConfigurationException($"table-mapping is '{mapping}': this runtime knows the default tables only");
        ConnectionString = config.GetString("connection-string") ?? throw new ConfigurationException("connection-string is missing");
        Schema = config.GetString("default.schema-name");
        AutoInitialize = config.GetBoolean("auto-initialize", true);
        DeleteCompatibilityMode = config.GetBoolean("delete-compatibility-mode");
        TagColumn = config.GetString("tag-write-mode", "TagTable") is not "TagTable";
        BatchSize = config.GetInt("batch-size", 100);
        Parallelism = config.GetInt("parallelism", 3);
        ReplayBatchSize = config.GetInt("replay-batch-size", 1000);
        MaxConcurrentQueries = config.GetInt("max-concurrent-queries", 20);
        CallTimeout = config.GetTimeSpan("circuit-breaker.call-timeout");
    }

    internal string ConnectionString { get; }

    /// <summary>The tables' schema; null: the first of the connection's search path.</summary>
    internal string Schema { get; }

    internal bool AutoInitialize { get; }

    /// <summary>The highest number of deleted events lies in journal_metadata; else the last deleted row stays.</summary>
    internal bool DeleteCompatibilityMode { get; }

    /// <summary>The journal has a column for tags beside the table of them.</summary>
    internal bool TagColumn { get; }

    /// <summary>Rows of one commit, where several actors' writes wait.</summary>
    internal int BatchSize { get; }

    /// <summary>Commits under way at once.</summary>
    internal int Parallelism { get; }

    /// <summary>Events of one page of a replay, at most.</summary>
    internal int ReplayBatchSize { get; }

    internal int MaxConcurrentQueries { get; }

    /// <summary>What a call may take before it counts as failed.</summary>
    internal TimeSpan CallTimeout { get; }

    internal NpgsqlDataSource Open()
    {
        const int bufferSize = 64 * 1024; // events are large where a row holds a batch
        var connection = new NpgsqlConnectionStringBuilder(ConnectionString) { Enlist = false, NoResetOnClose = true };
        if (connection.MaxAutoPrepare == 0)
        {
            connection.MaxAutoPrepare = 16;
            connection.AutoPrepareMinUsages = 2;
        }

        connection.WriteBufferSize = Math.Max(connection.WriteBufferSize, bufferSize);
        connection.ReadBufferSize = Math.Max(connection.ReadBufferSize, bufferSize);
        connection.CommandTimeout = Math.Max(1, (int)Math.Ceiling(CallTimeout.TotalSeconds)); // then nobody waits for it any more
        return NpgsqlDataSource.Create(connection);
    }
}
