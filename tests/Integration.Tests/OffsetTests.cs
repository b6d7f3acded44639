using System.Collections.Concurrent;
using Akka.Events.Hosting;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.Operating;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Akka.Events.Torture;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Akka.Events.Integration.Tests;

/// <summary>Offsets and logs that others have changed while a group was away.</summary>
[Collection(ServersCollection.Name)]
public sealed class OffsetTests(Servers servers)
{
    [SkippableFact]
    public async Task Markers_and_aborted_records_behind_the_last_one_are_no_lag()
    {
        var (mixed, aborted) = (await servers.NewTopic(1), await servers.NewTopic(1));
        var config = new ProducerConfig { BootstrapServers = servers.Kafka.Bootstrap, TransactionalId = mixed };
        var aborts = false;
        using (var producer = new ProducerBuilder<byte[]?, byte[]?>(config).Build())
        {
            producer.InitTransactions(TimeSpan.FromMinutes(2));
            foreach (var topic in new[] { mixed, mixed, aborted })
            {
                producer.BeginTransaction();
                for (var i = 0; i < 10; i++) producer.Produce(topic, new Message<byte[]?, byte[]?> { Value = [1] });
                if (topic == mixed && !aborts) producer.CommitTransaction();
                else producer.AbortTransaction();
                aborts = true;
            }
        }
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Bytes(mixed), "mixed", _ => { }).Handle(Topic.Bytes(aborted), "aborted", _ => { }));
        await Eventually.True(
            () => service.Status is { Handled: 10, Partitions.Count: 2 } status && status.Partitions.All(p => p.Lag == 0),
            detail: () => $"{service.Status} {string.Join(' ', service.Status.Partitions)}\n{service.Log}");
    }

    [SkippableFact]
    public async Task A_running_group_is_moved_to_a_time()
    {
        var topic = await servers.NewTopic(1);
        var begun = DateTimeOffset.UtcNow.AddHours(-1);
        await servers.Kafka.ProduceAsync(topic, 0, Enumerable.Range(0, 10).Select(i => new Message<byte[]?, byte[]?>
        {
            Key = [1], Value = [(byte)i], Timestamp = new Timestamp(begun.AddMinutes(i)),
        }));
        var handled = new ConcurrentQueue<long>();
        await using var service = await Service.Start(servers, group => group.Handle(Topic.Bytes(topic), "plain", (_, context) => handled.Enqueue(context.Offset)));
        await Eventually.True(() => handled.Count == 10, detail: () => service.Log);
        var control = service.Services.GetRequiredService<IEventsControl>();

        var moved = await control.SeekAsync(service.Status.Name, topic, begun.AddMinutes(6.5));
        Assert.Equal([new TopicPartitionOffset(topic, 0, 7)], moved);
        await Eventually.True(() => handled.Count == 13, detail: () => service.Log);
        Assert.Equal([7, 8, 9], handled.Skip(10));
        Assert.Equal([new TopicPartitionOffset(topic, 0, 10)], await control.SeekAsync(service.Status.Name, topic, DateTimeOffset.UtcNow.AddHours(1)));
    }

    [SkippableFact]
    public async Task A_group_deleted_by_an_operator_goes_on_where_its_journal_is()
    {
        await using var group = await LedgerGroup.New(servers);
        var first = await group.Start();
        group.Publish(2_000);
        await group.AssertEqual(first);
        await group.Stop(first);
        await WhenLeft(admin => admin.DeleteGroupsAsync([group.Options.Group]));
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
        TopicPartitionOffset[] beginning = [.. Enumerable.Range(0, 4).Select(p => new TopicPartitionOffset(group.Options.Topic, p, 0))];
        await WhenLeft(admin => admin.AlterConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitionOffsets(group.Options.Group, [.. beginning])]));
        group.Publish(1_000);
        await group.AssertEqual(await group.Start());
        await Eventually.True(
            () => group.Log.Has("as the journal says; Kafka has 0 committed"), "that the journal wins is told", () => group.Log);
    }

    [SkippableTheory]
    [InlineData(AutoOffsetReset.Earliest)]
    [InlineData(AutoOffsetReset.Latest)]
    public async Task Plain_handlers_whose_offsets_lie_beyond_the_log_read_it_from_its_beginning_and_say_so(AutoOffsetReset startFrom)
    {
        var (topic, name) = (await servers.NewTopic(1), servers.NewName("group"));
        await servers.Kafka.ProduceAsync(topic, 0, Enumerable.Range(0, 20).Select(_ => new Message<byte[]?, byte[]?> { Value = [1] }));
        await WhenLeft(admin => admin.AlterConsumerGroupOffsetsAsync(
            [new ConsumerGroupTopicPartitionOffsets(name, [new TopicPartitionOffset(topic, 0, 1000)])]));
        using (var admin = Admin()) await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 5)]);
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Bytes(topic), "all", _ => { }).Options(o => o.StartFrom = startFrom), name: name);
        await Eventually.True(() => service.Status.Handled == 15, "what is there is handled", () => $"{service.Status}\n{service.Log}");
        await Eventually.True(() => service.Log.Has("come to offset 1000, and the log ends at 20"), "it is told", () => service.Log);
    }

    [SkippableFact]
    public async Task A_group_that_must_have_an_offset_and_has_none_says_so_and_reads_nothing()
    {
        var topic = await servers.NewTopic(1);
        await servers.Kafka.ProduceAsync(topic, 0, [new Message<byte[]?, byte[]?> { Value = [1] }]);
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Bytes(topic), "all", _ => { }).Options(o => o.StartFrom = AutoOffsetReset.Error));
        await Eventually.True(() => service.Status.Problem?.Contains("no offset", StringComparison.Ordinal) == true, "the problem is told", () => service.Log);
        Assert.Equal(0, service.Status.Handled);
    }

    [SkippableFact]
    public async Task A_group_that_starts_from_the_latest_misses_nothing_while_it_restarts()
    {
        var (topic, name) = (await servers.NewTopic(1), servers.NewName("group"));
        await Produce(3);
        await using (var first = await Start())
            await Eventually.True(
                () => Recount.Committed(servers.Kafka.Bootstrap, topic, 1, name)[0] == 3, "where it begins is committed", () => first.Log);
        await Produce(2);
        await using var second = await Start();
        await Eventually.True(() => second.Status.Handled == 2, "what came meanwhile is handled", () => second.Log);

        Task Produce(int count) => servers.Kafka.ProduceAsync(
            topic, 0, Enumerable.Range(0, count).Select(_ => new Message<byte[]?, byte[]?> { Value = [1] }));

        Task<Service> Start() => Service.Start(
            servers, group => group.Handle(Topic.Bytes(topic), "all", _ => { }).Options(o => o.StartFrom = AutoOffsetReset.Latest),
            name: name);
    }

    [SkippableFact]
    public async Task Lag_is_known_before_the_first_record()
    {
        var (topic, name) = (await servers.NewTopic(2), servers.NewName("group"));
        await servers.Kafka.ProduceAsync(topic, 0, [new Message<byte[]?, byte[]?> { Value = [1] }]);
        await using (var first = await Start())
            await Eventually.True(
                () => Recount.Committed(servers.Kafka.Bootstrap, topic, 1, name)[0] == 1, "it is committed", () => first.Log);
        await using var second = await Start();
        await Eventually.True(
            () => second.Status.Partitions is [{ Lag: 0 }, { Lag: 0 }], "the lag is known",
            () => string.Join('\n', second.Status.Partitions));

        Task<Service> Start() => Service.Start(servers, group => group.Handle(Topic.Bytes(topic), "all", _ => { }), name: name);
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
        await Eventually.True(
            () => second.Status().Partitions is [{ Watermark: 200 }], "the end is reached",
            () => $"{second.Status().Partitions.SingleOrDefault()}\n{group.Log}");
        var ledger = await second.Ledger("k0");
        Assert.Equal((150, 200, 1), (ledger.Count, ledger.Last, ledger.Jumps));
        await Eventually.True(() => group.Log.Has("records 100 to 149 are gone from Kafka"), "the loss is told", () => group.Log);
    }

    // Kafka changes only groups without members; a coordinator with much to do may take a while to see that the last one has left.
    private async Task WhenLeft(Func<IAdminClient, Task> change)
    {
        using var admin = Admin();
        var refusal = "";
        await Eventually.True(
            () =>
            {
                try
                {
                    change(admin).GetAwaiter().GetResult();
                    return true;
                }
                catch (KafkaException e)
                {
                    refusal = e.Message;
                    return false;
                }
            },
            "the group is changed", () => refusal);
    }

    private IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.Kafka.Bootstrap }).Build();
}
