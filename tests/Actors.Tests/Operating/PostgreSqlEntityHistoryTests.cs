using Akka.Events.LocalServers;
using Akka.Events.Operating;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Npgsql;
using Xunit;

namespace Akka.Events.Tests.Operating;

public sealed class PostgreSqlEntityHistoryTests : EntityHistorySpec, IAsyncLifetime
{
    private PrivatePostgres? _postgres;

    internal override EventStore Store => new PostgreSqlStore(_postgres!.ConnectionString, new PostgreSqlSettings());

    public async Task InitializeAsync()
    {
        Skip.If(PrivatePostgres.WhyUnavailable is not null, PrivatePostgres.WhyUnavailable);
        _postgres = await PrivatePostgres.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_journal_whose_beginning_was_deleted_says_so()
    {
        await using var group = await Started();
        await Publish(group, ("a", "one"));
        await Publish(group, ("a", "two"));
        await using var source = NpgsqlDataSource.Create(_postgres!.ConnectionString);
        await using var delete = source.CreateCommand("delete from akka_events.journal where sequence_number <= 2");
        await delete.ExecuteNonQueryAsync();

        var refused = await Assert.ThrowsAsync<HistoryNotRetainedException>(() => Read(group, "a"));
        Assert.Contains("begins with sequence number 3", refused.Message);
        Assert.Single(await Read(group, "a", whatIsLeft: true));
    }
}
