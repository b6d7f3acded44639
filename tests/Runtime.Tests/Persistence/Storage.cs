using Akka.Events.Testing;
using Akka.Hosting;
using Akka.Persistence.Hosting;
using Akka.Persistence.Sql.Hosting;
using Npgsql;
using Xunit;

namespace Akka.Runtime.Tests.Persistence;

/// <summary>Where a suite's actors keep their events: the same tests run over every plugin.</summary>
public abstract class Storage
{
    public static Storage InMemory { get; } = new Memory();

    public static Storage On(PostgresFixture server) => new PostgreSql(server);

    /// <summary>A store without anything in it, for one test.</summary>
    public abstract Task<Action<AkkaConfigurationBuilder>> CreateAsync();

    /// <summary>Waits however long a starved server takes to answer.</summary>
    public static string Patient(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { CommandTimeout = 60 }.ConnectionString;

    private sealed class Memory : Storage
    {
        public override Task<Action<AkkaConfigurationBuilder>> CreateAsync() =>
            Task.FromResult<Action<AkkaConfigurationBuilder>>(akka => akka.WithInMemoryJournal().WithInMemorySnapshotStore());
    }

    private sealed class PostgreSql(PostgresFixture server) : Storage
    {
        private static int _schemas;

        public override async Task<Action<AkkaConfigurationBuilder>> CreateAsync()
        {
            var schema = $"test_{Interlocked.Increment(ref _schemas)}";
            var connectionString = Patient(server.Server.ConnectionString);
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var command = source.CreateCommand($"CREATE SCHEMA {schema}");
            await command.ExecuteNonQueryAsync();
            return akka => akka.WithSqlPersistence(connectionString, "PostgreSQL.15", schemaName: schema);
        }
    }
}

[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresFixture>
{
    public const string Name = "PostgreSQL";
}
