using Akka.Events.Persistence;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Testing;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Committing;

/// <summary>The journal's tables: they come with the others, and nothing starts on those that can't keep two owners apart.</summary>
public sealed class JournalSchemaTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly PostgreSqlSettings Elsewhere = new() { Schema = "here", JournalSchema = "el\"sewhere" };

    [SkippableFact]
    public async Task A_journal_without_the_constraint_that_fencing_stands_on_is_refused_by_name()
    {
        await using var source = await Source();
        await Migrate(source, new PostgreSqlSettings());
        await Execute(source, "alter table akka_events.journal drop constraint journal_uq");
        await Refused(source);
        await Execute(source, "create index a on akka_events.journal (persistence_id, sequence_number)");
        await Execute(source, "create unique index b on akka_events.journal (persistence_id, sequence_number, ordering)");
        await Execute(source, "create unique index c on akka_events.journal (persistence_id, sequence_number) where not deleted");
        var error = await Refused(source);

        Assert.Contains("\"akka_events\".\"journal\" in database 'test_", error.Message);
        await Execute(source, error.Message[error.Message.IndexOf("alter table", StringComparison.Ordinal)..]);
        await Migrate(source, new PostgreSqlSettings());
    }

    [SkippableFact]
    public async Task A_unique_index_serves_as_well_in_either_order()
    {
        await using var source = await Source();
        await Migrate(source, new PostgreSqlSettings());
        await Execute(source, "alter table akka_events.journal drop constraint journal_uq");
        await Execute(source, "create unique index on akka_events.journal (sequence_number, persistence_id)");

        await Migrate(source, new PostgreSqlSettings());
    }

    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_journal_may_lie_in_a_schema_of_its_own_that_changes(bool byHand)
    {
        await using var source = await Source();
        await Migrate(source, new PostgreSqlSettings { Schema = "here" });
        if (byHand)
        {
            var error = await Assert.ThrowsAsync<SchemaMissingException>(
                () => Migrate(source, Elsewhere with { AutoInitialize = false }));
            Assert.Contains("\"el\"\"sewhere\".\"journal\"", error.Message);
            await Execute(source, error.Message[error.Message.IndexOf("begin;", StringComparison.Ordinal)..]);
        }
        await Migrate(source, Elsewhere with { AutoInitialize = !byHand });

        const string tables =
            "select string_agg(schemaname || '.' || tablename, ' ' order by 1) from pg_tables where tablename in ('journal', 'entity_state')";
        await using var command = source.CreateCommand(tables);
        var there = (string)(await command.ExecuteScalarAsync())!;
        Assert.Equal(["el\"sewhere.journal", "here.entity_state", "here.journal"], there.Split(' ').Order(StringComparer.Ordinal));
    }

    [SkippableTheory]
    [InlineData("schema_version (version varchar(50) primary key)", "has tables of another product: its table \"public\".\"schema_version\"")]
    [InlineData("entity (id integer)", "has tables of another product: relation \"entity\" already exists")]
    [InlineData("journal (id integer, message text)", "\"journal\" in database")]
    public async Task Tables_of_another_product_are_refused_by_name(string table, string refusal)
    {
        await using var source = await Source();
        await Execute(source, $"create table {table}");
        var settings = new PostgreSqlSettings { Schema = "public", JournalSchema = "public" };
        var error = await Assert.ThrowsAsync<SchemaMissingException>(() => Migrate(source, settings));
        Assert.Contains(refusal, error.Message);
        Assert.Contains("schema of", error.Message);
        if (table.StartsWith("journal", StringComparison.Ordinal)) Assert.Contains("it has no column created, deleted, identifier", error.Message);
    }

    [SkippableFact]
    public async Task A_table_that_Akka_Persistence_Sql_has_made_is_used_as_it_is()
    {
        await using var source = await Source();
        await Execute(
            source,
            """
            create table journal (
                ordering bigint generated always as identity primary key, deleted boolean not null, persistence_id varchar(255) not null,
                sequence_number bigint not null, created bigint not null, message bytea not null, identifier integer, manifest varchar(500),
                writer_uuid varchar(128));
            alter table journal add constraint journal_uq unique (persistence_id, sequence_number);
            """);

        await Migrate(source, new PostgreSqlSettings { JournalSchema = "public" });
    }

    private static async Task<SchemaMissingException> Refused(NpgsqlDataSource source)
    {
        var error = await Assert.ThrowsAsync<SchemaMissingException>(() => Migrate(source, new PostgreSqlSettings()));
        Assert.Contains("has no unique constraint on (persistence_id, sequence_number)", error.Message);
        return error;
    }

    private async Task<NpgsqlDataSource> Source() => NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());

    private static Task Migrate(NpgsqlDataSource source, PostgreSqlSettings settings) => new SchemaMigrator(source, settings).Run(default);

    private static async Task Execute(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
