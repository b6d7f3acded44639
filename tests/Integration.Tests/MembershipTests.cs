using Akka.Events.Hosting;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.LocalServers;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Xunit;
using Record = Confluent.Kafka.Message<byte[]?, byte[]?>;

namespace Akka.Events.Integration.Tests;

/// <summary>Members that can't join, are fenced, or have nothing to do.</summary>
[Collection(ServersCollection.Name)]
public sealed class MembershipTests(Servers servers)
{
    [SkippableFact]
    public async Task A_session_timeout_that_the_brokers_refuse_is_said()
    {
        var topic = await servers.NewTopic(1);
        await using var service = await Service.Start(
            servers, group => Plain(group, topic), kafka: kafka =>
            {
                kafka.Client["session.timeout.ms"] = "900";
                kafka.Client["heartbeat.interval.ms"] = "300";
            });
        await Says(service, "session.timeout.ms isn't within the brokers' group.min.session.timeout.ms");
        Assert.Equal(1, service.Log.Count("can't join group"));
    }

    [SkippableFact]
    public async Task Members_that_assign_in_another_way_are_said_until_they_have_gone()
    {
        var (one, other) = (await servers.NewTopic(2), await servers.NewTopic(2));
        var postgres = await servers.NewDatabase();
        var former = await Service.Start(servers, group => Plain(group, one));
        await Eventually.True(() => former.Status.Partitions.Count == 2, detail: () => former.Log);
        await using var later = await Service.Start(servers, group => Tally.Of(group, one, other), postgres, former.Group);
        await Says(later, "its other members assign partitions in another way");
        await former.DisposeAsync();
        await Eventually.True(() => later.Status is { Problem: null, Partitions.Count: 4 }, detail: () => later.Log);
    }

    [SkippableFact]
    public async Task A_member_that_nothing_is_left_for_has_no_problem()
    {
        var topic = await servers.NewTopic(1);
        await using var first = await Service.Start(servers, group => Plain(group, topic));
        await Eventually.True(() => first.Status.Partitions.Count == 1, detail: () => first.Log);
        await using var second = await Service.Start(servers, group => Plain(group, topic), name: first.Group);
        // Longer than a member may take to join before that is said.
        await Task.Delay(TimeSpan.FromSeconds(13));
        Assert.Null(first.Status.Problem);
        Assert.Null(second.Status.Problem);
        Assert.Equal(1, first.Status.Partitions.Count + second.Status.Partitions.Count);
    }

    [SkippableFact]
    public async Task Two_processes_with_one_instance_id_say_so_and_take_turns_ever_more_slowly()
    {
        var topic = await servers.NewTopic(1);
        await using var first = await Service.Start(servers, group => Plain(group, topic).Options(o => o.InstanceId = "same"));
        await Eventually.True(() => first.Status.Partitions.Count == 1, detail: () => first.Log);
        await using var second = await Service.Start(servers, group => Plain(group, topic).Options(o => o.InstanceId = "same"), name: first.Group);
        await Says(first, "another process is a member with the same instance-id");
        await Task.Delay(TimeSpan.FromSeconds(10));
        Assert.InRange(first.Log.Count("joining, over") + second.Log.Count("joining, over"), 2, 12);
    }

    [SkippableFact]
    public async Task A_batch_larger_than_the_client_takes_is_said_with_the_property_to_raise()
    {
        var topic = servers.NewName("topic");
        await servers.Kafka.CreateTopicAsync(topic, 1, "max.message.bytes=20000000");
        using (var producer = new Confluent.Kafka.ProducerBuilder<byte[]?, byte[]?>(
            new Confluent.Kafka.ProducerConfig { BootstrapServers = servers.Kafka.Bootstrap, MessageMaxBytes = 20_000_000 }).Build())
            await producer.ProduceAsync(topic, new Record { Value = new byte[5_000_000] });
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Bytes(topic), "all", _ => { }), kafka: kafka =>
            {
                kafka.Client["fetch.max.bytes"] = "1000000";
                kafka.Client["message.max.bytes"] = "1000000";
                kafka.Client["receive.message.max.bytes"] = "1000512";
            });
        await Says(service, "Raise akka.events.kafka.client { receive.message.max.bytes");
    }

    [SkippableFact]
    public async Task A_host_with_a_blocked_record_stops_in_about_a_second()
    {
        var topic = await servers.NewTopic(1);
        await servers.Kafka.ProduceAsync(topic, 0, [new Record { Value = [0xff, 0xfe] }, new Record { Value = "[]"u8.ToArray() }]);
        var service = await Service.Start(servers, group => group.Handle(Topic.Json<int[]>(topic), "all", _ => { }));
        await Eventually.True(() => service.Status is { BlockedKeys: 1, Handled: 1 }, detail: () => service.Log);
        var begun = TimeProvider.System.GetTimestamp();
        await service.DisposeAsync();
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(6));
    }

    private static GroupBuilder Plain(GroupBuilder group, string topic) => group.Handle(Topic.Bytes(topic), "all", _ => { });

    private static Task Says(Service service, string problem) => Eventually.True(
        () => service.Status.Problem?.Contains(problem, StringComparison.Ordinal) == true, problem,
        () => $"{service.Status.Problem}\n{service.Log}", seconds: 60);
}
