using Akka.Events.Committing.Internal.States;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Testing;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Operating;

public sealed class PostgreSqlGroupStateTests(PostgresFixture postgres) : GroupStateSpec, IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private NpgsqlDataSource? _source;

    internal override async Task<(IEntityStates States, IGroupState Group)> Open()
    {
        _source = NpgsqlDataSource.Create(await postgres.NewDatabaseAsync());
        var settings = new PostgreSqlSettings();
        return (new PostgreSqlEntityStates(_source, settings), new PostgreSqlGroupState(_source, settings));
    }

    protected override async Task Write(string[] persistenceIds)
    {
        await using var rows = _source!.CreateCommand(
            """
            with row as (
                insert into akka_events.journal (persistence_id, sequence_number, created, deleted, message)
                select id, 1, 0, false, '' from unnest($1) id returning persistence_id)
            insert into akka_events.snapshot (persistence_id, sequence_number, created) select persistence_id, 1, 0 from row
            """);
        rows.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = persistenceIds });
        await rows.ExecuteNonQueryAsync();
    }

    protected override async Task<string[]> Ids(string table)
    {
        await using var ids = _source!.CreateCommand($"select array_agg(persistence_id) from akka_events.{table}");
        return (string[])(await ids.ExecuteScalarAsync())!;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_source is not null) await _source.DisposeAsync();
    }
}
