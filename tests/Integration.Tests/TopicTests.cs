using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Akka.Events.Torture;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Integration.Tests;

/// <summary>Topics that aren't there, and topics that don't fit together.</summary>
[Collection(ServersCollection.Name)]
public sealed class TopicTests(Servers servers)
{
    [SkippableFact]
    public async Task A_group_waits_for_its_topic_and_names_it()
    {
        var name = servers.NewName("missing");
        await using var group = LedgerGroup.New(servers.Kafka, await servers.NewDatabase(), name);
        var host = await group.Start();
        await Eventually.True(() => host.Status().Problem == $"topic '{name}' doesn't exist", "the problem is told", () => group.Log);
        Assert.True(group.Log.Has(name, "doesn't exist"));
        await servers.Kafka.CreateTopicAsync(name, 4);
        group.Publish(100);
        await group.AssertEqual(host);
        Assert.Null(host.Status().Problem);
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
