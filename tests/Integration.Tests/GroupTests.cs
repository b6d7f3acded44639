using Akka.Events.Integration.Tests.Support;
using Akka.Events.Testing;
using Akka.Events.Torture;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Integration.Tests;

/// <summary>
/// Groups over a real Kafka and PostgreSQL: what entities say equals a recount of their topic, whoever came and went meanwhile.
/// </summary>
[Collection(ServersCollection.Name)]
public sealed class GroupTests(Servers servers)
{
    [SkippableTheory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task A_host_that_stops_and_starts_in_the_middle_counts_every_event_once(GroupProtocol protocol)
    {
        await using var group = await LedgerGroup.New(servers, protocol);
        var first = await group.Start();
        group.Publish(10_000);
        await group.Handled(first, 2_000);
        await group.Stop(first);
        group.Publish(10_000);
        await group.AssertEqual(await group.Start());
    }

    [SkippableTheory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Hosts_that_come_and_go_keep_counts_and_order(GroupProtocol protocol)
    {
        await using var group = await LedgerGroup.New(servers, protocol);
        var first = await group.Start();
        group.Publish(5_000);
        await group.Handled(first, 1_000);
        var second = await group.Start();
        await Eventually.True(
            () => first.Status().Partitions.Count == 2 && second.Status().Partitions.Count == 2, $"the partitions are shared",
            () => group.Log);
        group.Publish(5_000);
        await group.Handled(second, 1_000);
        await group.Stop(first);
        group.Publish(5_000);
        var third = await group.Start();
        await Eventually.True(() => third.Status().Partitions.Count == 2, $"the partitions are shared anew", () => group.Log);
        group.Publish(5_000);
        await group.Stop(second);
        await group.AssertEqual(third);
    }

    [SkippableFact]
    public async Task A_process_killed_in_the_middle_loses_nothing_and_repeats_nothing()
    {
        await using var group = await LedgerGroup.New(servers);
        group.Publish(20_000);
        var folder = Directory.CreateTempSubdirectory("akka-events-worker-").FullName;
        await using (var worker = new WorkerProcess(group.Options with { SessionTimeout = Servers.ShortSession }, folder))
        {
            for (var kills = 1; kills <= 3; kills++)
            {
                await worker.Start();
                await Eventually.True(() => Committed(group) >= kills * 2_000, $"the worker handles", () => worker.LogTail(20));
                await worker.Kill();
            }
        }
        await group.AssertEqual(await group.Start());
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task A_process_frozen_past_its_session_changes_nothing_when_it_thaws_and_joins_again()
    {
        await using var group = await LedgerGroup.New(servers);
        var folder = Directory.CreateTempSubdirectory("akka-events-worker-").FullName;
        await using (var worker = new WorkerProcess(group.Options with { SessionTimeout = Servers.ShortSession }, folder))
        {
            await worker.Start();
            group.Publish(2_000);
            await Eventually.True(() => Committed(group) >= 500, $"the worker handles", () => worker.LogTail(20));
            group.Publish(10_000);
            worker.Freeze();
            var host = await group.Start();
            await group.AssertEqual(host);
            worker.Thaw();
            await Eventually.True(
                () => host.Status().Partitions.Count == 2, $"the thawed one has its share again", () => worker.LogTail(20));
            group.Publish(5_000);
            await worker.Stop();
            await group.AssertEqual(host);
        }
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task A_static_member_that_restarts_within_its_session_has_its_partitions_again_and_nobody_else_is_disturbed()
    {
        await using var group = await LedgerGroup.New(servers);
        var (a, b) = (group.Options with { InstanceId = "a" }, group.Options with { InstanceId = "b" });
        var first = await group.Start(a);
        var second = await group.Start(b);
        await Eventually.True(
            () => first.Status().Partitions.Count == 2 && second.Status().Partitions.Count == 2, $"the partitions are shared",
            () => group.Log);
        var (ofFirst, ofSecond) = (Partitions(first), Partitions(second));
        group.Publish(4_000);
        await group.Handled(second, 500);

        await group.Stop(first);
        group.Publish(4_000);
        Assert.Equal(ofSecond, Partitions(second));
        var again = await group.Start(a);
        await Eventually.True(() => again.Status().Partitions.Count == 2, $"the restarted member has partitions", () => group.Log);
        Assert.Equal(ofFirst, Partitions(again));
        Assert.Equal(ofSecond, Partitions(second));
        await group.AssertEqual(again, second);

        static int[] Partitions(Microsoft.Extensions.Hosting.IHost host) => [.. host.Status().Partitions.Select(p => p.Partition).Order()];
    }

    private static long Committed(LedgerGroup group) =>
        Recount.Committed(group.Options.Kafka, group.Options.Topic, 4, group.Options.Group).Values.Sum();
}
