using Akka.Events.Integration.Tests.Support;
using Akka.Events.Testing;
using Akka.Events.Torture;
using Xunit;

namespace Akka.Events.Integration.Tests;

/// <summary>Kafka and PostgreSQL are away at start, go away, hang and come back: it is said, and nothing is lost or repeated.</summary>
[Collection(ServersCollection.Name)]
public sealed class OutageTests(Servers servers)
{
    [SkippableFact]
    public async Task Servers_that_come_after_the_start_are_waited_for()
    {
        await using var group = await LedgerGroup.New(servers);
        group.Publish(1_000);
        try
        {
            await servers.Kafka.KillNodeAsync(1);
            await servers.Postgres.StopAsync();
            var host = await group.Start();
            await Eventually.True(() => host.Status().Problem is not null, "the problem with PostgreSQL is told", () => group.Log);
            await servers.Postgres.RestartAsync();
            await Eventually.True(
                () => group.Log.Has("can't start", $"Kafka at {servers.Kafka.Bootstrap} can't be reached"),
                "the problem with Kafka is told", () => group.Log);
            Assert.NotNull(host.Status().Problem);
            await servers.Kafka.RestartNodeAsync(1);
            await group.AssertEqual(host);
            await Eventually.True(() => host.Status().Problem is null, "the problem is over", () => host.Status().Problem!);
        }
        finally
        {
            await servers.Repair();
        }
    }

    [SkippableFact]
    public async Task A_Kafka_that_is_killed_is_missed_and_found_again()
    {
        await using var group = await LedgerGroup.New(servers);
        var host = await group.Start();
        group.Publish(1_000);
        await group.Handled(host, 1_000);
        try
        {
            await servers.Kafka.KillNodeAsync(1);
            await Eventually.True(
                () => host.Status().Problem?.Contains("Kafka can't be reached", StringComparison.Ordinal) == true, "the problem is told",
                () => group.Log);
            group.Events.Publish(5_000);
            await servers.Kafka.RestartNodeAsync(1);
            group.Events.Flush();
            await group.AssertEqual(host);
            await Eventually.True(() => host.Status().Problem is null, "the problem is over", () => group.Log);
        }
        finally
        {
            await servers.Repair();
        }
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_PostgreSQL_that_stops_or_hangs_holds_everything_back_until_it_is_there_again(bool hangs)
    {
        await using var group = await LedgerGroup.New(servers);
        var host = await group.Start();
        group.Publish(2_000);
        await group.Handled(host, 500);
        try
        {
            if (hangs) await servers.Postgres.PauseAsync();
            else await servers.Postgres.StopAsync(hard: true);
            group.Publish(3_000);
            if (!hangs)
                await Eventually.True(
                    () => host.Status().Problem?.Contains("journal of shard", StringComparison.Ordinal) == true, "the problem is told",
                    () => group.Log);
            if (hangs) servers.Postgres.Resume();
            else await servers.Postgres.RestartAsync();
            await group.AssertEqual(host);
            await Eventually.True(() => host.Status().Problem is null, "the problem is over", () => host.Status().Problem!);
        }
        finally
        {
            await servers.Repair();
        }
    }
}
