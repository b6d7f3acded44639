using System.Collections.Concurrent;
using Akka.Events.Hosting;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.Subscribing;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Record = Confluent.Kafka.Message<byte[]?, byte[]?>;

namespace Akka.Events.Integration.Tests;

/// <summary>Handlers that see everything in each process, whatever happens to their topic.</summary>
[Collection(ServersCollection.Name)]
public sealed class BroadcastTests(Servers servers)
{
    [SkippableFact]
    public async Task Each_process_sees_what_is_published_after_its_start_and_leaves_no_group_behind()
    {
        var topic = await servers.NewTopic(3);
        await Produce(topic, 0, "before");
        var (one, other) = (new Seen(), new Seen());
        await using var first = await Start(topic, one);
        await using var second = await Start(topic, other);
        for (var partition = 0; partition < 3; partition++) await Produce(topic, partition, $"to {partition}");
        await Until(first, () => one.Count == 3);
        await Until(second, () => other.Count == 3);
        Assert.Equal(["to 0", "to 1", "to 2"], one.All);
        Assert.True(first.Status.ReadAge < TimeSpan.FromSeconds(30));
        Assert.Equal(3, first.Status.Partitions.Count);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.Kafka.Bootstrap }).Build();
        var groups = await admin.ListConsumerGroupsAsync();
        Assert.DoesNotContain(groups.Valid, g => g.GroupId == first.Group || g.GroupId.Contains("alone", StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task It_goes_on_with_a_topic_that_grows_loses_records_is_deleted_and_made_again()
    {
        var topic = await servers.NewTopic(1);
        var seen = new Seen();
        await using var service = await Start(topic, seen);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.Kafka.Bootstrap }).Build();
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 2 }]);
        await Produce(topic, 1, "grown");
        await Until(service, () => seen.Count == 1);
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 1, 1)]);
        await Produce(topic, 1, "behind what is gone");
        await Until(service, () => seen.Count == 2);
        await admin.DeleteTopicsAsync([topic]);
        await Until(service, () => service.Status.Problem?.Contains("doesn't exist", StringComparison.Ordinal) == true);
        await servers.Kafka.CreateTopicAsync(topic, 1);
        await Produce(topic, 0, "made again");
        await Until(service, () => seen.Count == 3);
        await Until(service, () => service.Status.Problem is null);
    }

    [SkippableFact]
    public async Task Subscriptions_and_views_go_on_when_their_topic_grows_and_is_made_anew()
    {
        var topic = await servers.NewTopic(2);
        await servers.Kafka.ProduceAsync(topic, 0, [Keyed("a", "1"), Keyed("b", "1"), Keyed("a", "2")]);
        await using var service = await Service.Start(
            servers, null, also: events => events.View(Topic.Text(topic)).ConfigureReading(r => r.TopicCheckInterval = TimeSpan.FromMilliseconds(200)));
        var view = service.Services.GetRequiredService<IEventViews>().Of(Topic.Text(topic));
        await view.WhenCurrentAsync().WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal("2 1", $"{view["a"]} {view["b"]}");
        await using var subscription = await service.Services.GetRequiredService<IEventSubscriptions>().SubscribeAsync(Topic.Text(topic));
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.Kafka.Bootstrap }).Build();
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = 3 }]);
        await servers.Kafka.ProduceAsync(topic, 2, [Keyed("c", "3")]);
        Assert.Equal("3", (await subscription.WaitForAsync(null, TimeSpan.FromMinutes(1))).Event);
        await Eventually.True(() => view.ContainsKey("c"));
        await admin.DeleteTopicsAsync([topic]);
        await Eventually.True(() => view.Problem is not null);
        await servers.Kafka.CreateTopicAsync(topic, 1);
        await servers.Kafka.ProduceAsync(topic, 0, [Keyed("d", "4")]);
        Assert.Equal("4", (await subscription.WaitForAsync(null, TimeSpan.FromMinutes(1))).Event);
        await Eventually.True(() => view.Count == 1 && view.ContainsKey("d") && view.Problem is null, detail: () => $"{view.Problem} {string.Join(' ', view.Keys)}\n{service.Log}");
    }

    [SkippableFact]
    public async Task What_is_published_after_the_brokers_were_away_is_seen()
    {
        var topic = await servers.NewTopic(2);
        var seen = new Seen();
        await using var service = await Service.Start(
            servers, group => group.Handle(Topic.Text(topic), "all", seen.Add), name: servers.NewName("broadcast"), broadcast: true,
            also: events => events.ConfigureReading(r => r.TopicCheckInterval = TimeSpan.FromMilliseconds(500)));
        await Until(service, () => !service.Status.IsJoining);
        await using var subscription = await service.Services.GetRequiredService<IEventSubscriptions>().SubscribeAsync(Topic.Text(topic));
        await Produce(topic, 0, "before");
        Assert.Equal("before", (await subscription.WaitForAsync(null, TimeSpan.FromMinutes(1))).Event);
        await servers.Kafka.KillNodeAsync(1);
        try
        {
            await Until(service, () => service.Status.Problem is not null);
        }
        finally
        {
            await servers.Repair();
        }
        for (var partition = 0; partition < 2; partition++) await Produce(topic, partition, $"after {partition}");
        await Until(service, () => seen.All.Contains("after 0") && seen.All.Contains("after 1"));
        await subscription.WaitForAsync(e => e.Event == "after 1", TimeSpan.FromMinutes(1));
        await Until(service, () => service.Status.Problem is null && service.Status.ReadAge < TimeSpan.FromSeconds(10));
    }

    private static Record Keyed(string key, string value) =>
        new() { Key = System.Text.Encoding.UTF8.GetBytes(key), Value = System.Text.Encoding.UTF8.GetBytes(value) };

    private async Task<Service> Start(string topic, Seen seen)
    {
        var service = await Service.Start(
            servers, group => group.Handle(Topic.Text(topic), "all", seen.Add), name: servers.NewName("broadcast"), broadcast: true);
        await Until(service, () => !service.Status.IsJoining);
        return service;
    }

    private Task Produce(string topic, int partition, string text) =>
        servers.Kafka.ProduceAsync(topic, partition, [new Record { Value = System.Text.Encoding.UTF8.GetBytes(text) }]);

    private static Task Until(Service service, Func<bool> what, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(what))] string text = "") =>
        Eventually.True(what, text, () => $"{service.Status.Problem}\n{service.Log}");

    private sealed class Seen
    {
        private readonly ConcurrentQueue<string> _all = new();

        public int Count => _all.Count;

        public IEnumerable<string> All => _all.Order();

        public void Add(string text) => _all.Enqueue(text);
    }
}
