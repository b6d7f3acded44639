using Akka.Events.LocalServers;
using Npgsql;
using Xunit;

namespace Akka.Events.Testing.Tests;

public sealed class PrivatePostgresTests
{
    [SkippableFact]
    public async Task A_server_that_cannot_start_says_why()
    {
        Skip.If(PrivatePostgres.WhyUnavailable is not null, PrivatePostgres.WhyUnavailable);
        await using var postgres = await PrivatePostgres.StartAsync();
        await using (var source = NpgsqlDataSource.Create(postgres.ConnectionString))
        await using (var command = source.CreateCommand("alter system set shared_preload_libraries = 'not-there'"))
            await command.ExecuteNonQueryAsync();

        var e = await Assert.ThrowsAsync<InvalidOperationException>(postgres.RestartAsync);
        Assert.Contains("could not access file \"not-there\"", e.Message);
    }
}
