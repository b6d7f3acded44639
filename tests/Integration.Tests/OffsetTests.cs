using Akka.Events.Integration.Tests.Support;
using Akka.Events.Torture;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit;

namespace Akka.Events.Integration.Tests;

/// <summary>Offsets and logs that others have changed while a group was away.</summary>
[Collection(ServersCollection.Name)]
public sealed class OffsetTests(Servers servers)
{
    [SkippableFact]
    public async Task A_group_deleted_by_an_operator_goes_on_where_its_journal_is()
    {
        await using var group = await LedgerGroup.New(servers);
        var first = await group.Start();
        group.Publish(2_000);
        await group.AssertEqual(first);
        await group.Stop(first);
        using (var admin = Admin()) await admin.DeleteGroupsAsync([group.Options.Group]);
        group.Publish(1_000);
        await group.AssertEqual(await group.Start());
    }

    [SkippableFact]
    public async Task Offsets_set_back_by_an_operator_repeat_nothing()
    {
        await using var group = await LedgerGroup.New(servers);
        var first = await group.Start();
        group.Publish(2_000);
        await group.AssertEqual(first);
        await group.Stop(first);
        using (var admin = Admin())
            await admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(group.Options.Group, [.. Enumerable.Range(0, 4).Select(p => new TopicPartitionOffset(group.Options.Topic, p, 0))])]);
        group.Publish(1_000);
        await group.AssertEqual(await group.Start());
    }

    [SkippableFact]
    public async Task A_log_that_retention_has_cut_off_beyond_the_group_is_read_from_its_new_beginning()
    {
        await using var group = await LedgerGroup.New(servers, partitions: 1, keys: 1);
        var first = await group.Start();
        group.Publish(100);
        await group.Handled(first, 100);
        await group.Stop(first);
        group.Publish(100);
        using (var admin = Admin()) await admin.DeleteRecordsAsync([new TopicPartitionOffset(group.Options.Topic, 0, 150)]);
        var second = await group.Start();
        await Eventually.True(() => second.Status().Partitions is [{ Watermark: 200 }], "the end is reached", () => $"{second.Status().Partitions.SingleOrDefault()}\n{group.Log}");
        var ledger = await second.Ledger("k0");
        Assert.Equal((150, 200, 1), (ledger.Count, ledger.Last, ledger.Jumps));
    }

    private IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.Kafka.Bootstrap }).Build();
}
