using Akka.Events.Hosting;
using Akka.Events.Testing;
using Xunit;

namespace Akka.Events.Tests.Hosting;

public sealed class PostgreSqlHostTests(PostgresFixture postgres) : DurableHostSpec, IClassFixture<PostgresFixture>
{
    protected override async Task<Action<EventsBuilder>> NewStore()
    {
        var database = await postgres.NewDatabaseAsync();
        return events => events.UsePostgreSql(database);
    }

    [SkippableFact]
    public async Task The_store_can_be_named_by_HOCON_in_schemas_of_its_own()
    {
        var database = await postgres.NewDatabaseAsync();
        await using var hosts = new Hosts(_ => { });
        var host = await hosts.Start(Counters, hocon: $"akka.events.postgresql {{ connection-string = \"{database}\", schema = mine }}");
        await Publish(host, "anna", 1);
        await Hosts.Eventually(() => host.Handled() == 1, "the event is handled");
        await using var source = Npgsql.NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand("select count(*) from mine.schema_version, mine.journal");
        Assert.NotEqual(0L, await command.ExecuteScalarAsync());
    }
}
