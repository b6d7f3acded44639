using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.Kafka;
using Akka.Events.Publishing;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Akka.Events.Torture;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Akka.Events.Integration.Tests;

/// <summary>Topics that aren't there, and topics that don't fit together.</summary>
[Collection(ServersCollection.Name)]
public sealed class TopicTests(Servers servers)
{
    [SkippableFact]
    public async Task A_group_makes_its_topic_as_its_definition_says_and_reads_it()
    {
        var topic = Topic.Text(servers.NewName("made")).With(partitions: 3, retention: TimeSpan.FromDays(2));
        await using var service = await Service.Start(servers, group => group.Handle(topic, "all", _ => { }));
        await Eventually.True(() => service.Status.Partitions.Count == 3, "the group reads it", () => service.Log);
        await service.Services.GetRequiredService<IEvents>().PublishAsync(topic, "first");
        await Eventually.True(() => service.Status.Handled == 1, "the event is handled", () => service.Log);
        var made = await service.Services.GetRequiredService<IEventTopics>().DescribeAsync(topic.Name);
        Assert.Equal((3, 1, TimeSpan.FromDays(2)), (made!.Partitions, made.Replicas, made.Retention));
    }

    [SkippableFact]
    public async Task Groups_of_many_processes_make_a_topic_once()
    {
        var topic = Topic.Text(servers.NewName("made")).With(partitions: 4);
        var name = servers.NewName("group");
        var services = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Service.Start(servers, group => group.Handle(topic, "all", _ => { }), name: name)));
        await Eventually.True(() => services.Sum(s => s.Status.Partitions.Count) == 4, "each partition has its owner", () => services[0].Log);
        Assert.All(services, s => Assert.Null(s.Status.Problem));
        foreach (var service in services) await service.DisposeAsync();
    }

    [SkippableFact]
    public async Task A_group_waits_for_its_topic_and_names_it_where_none_is_to_be_made()
    {
        var topic = Topic.Text(servers.NewName("missing"));
        await using var service = await Service.Start(
            servers, group => group.Handle(topic, "all", _ => { }), topics: o => o.Create = false);
        await Eventually.True(() => service.Status.Problem == $"topic '{topic}' doesn't exist", "the problem is told", () => service.Log);
        await servers.Kafka.CreateTopicAsync(topic.Name, 4);
        await Eventually.True(() => service.Status.Partitions.Count == 4 && service.Status.Problem is null, "it goes on", () => service.Log);
    }

    [SkippableFact]
    public async Task A_topic_unlike_its_definition_is_a_problem_where_that_is_to_fail()
    {
        var topic = await servers.NewTopic(2);
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Text(topic).With(partitions: 3), "all", _ => { }),
            topics: o => o.Mismatch = TopicMismatch.Fail);
        await Eventually.True(
            () => service.Status.Problem == $"Topic '{topic}': it has 2 partitions instead of 3.", "the problem is told", () => service.Log);
    }

    [SkippableFact]
    public async Task Topics_of_one_entity_with_unequal_partition_counts_are_a_problem_that_names_both()
    {
        var (orders, payments) = (servers.NewName("orders"), servers.NewName("payments"));
        await servers.Kafka.CreateTopicAsync(orders, 4);
        await servers.Kafka.CreateTopicAsync(payments, 6);
        var handled = 0;
        await using var service = await Service.Start(servers, group => group
            .Handle(Topic.Text(orders), "one", _ => Interlocked.Increment(ref handled))
            .Handle(Topic.Text(payments), "other", _ => Interlocked.Increment(ref handled))
            .Entity<Both>(entity => entity.UseProps(_ => Akka.Actor.Props.Create(() => new Both(Topic.Text(orders), Topic.Text(payments))))), await servers.NewDatabase());
        await Eventually.True(
            () => service.Status.Problem is { } problem && problem.Contains($"{orders}: 4") && problem.Contains($"{payments}: 6"),
            "the problem is told", () => $"{service.Status.Problem}\n{service.Log}");
        await servers.Kafka.ProduceAsync(orders, 0, [new Message<byte[]?, byte[]?> { Key = "k"u8.ToArray(), Value = "v"u8.ToArray() }]);
        Assert.Equal(0, handled);
        Assert.Empty(service.Status.Partitions);
    }

    private sealed class Both : EntityActor<LedgerState>
    {
        public Both(Topic<string> one, Topic<string> other)
        {
            On(one, _ => Persist(new Recorded(1, Event.Offset)));
            On(other, _ => Persist(new Recorded(1, Event.Offset)));
            Apply<Recorded>((state, e) => state.With(e.Number, e.Offset));
        }
    }
}
