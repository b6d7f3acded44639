using Akka.Events.Consuming;
using Akka.Events.Hosting;
using Akka.Events.Integration.Tests.Support;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Xunit;
using Record = Confluent.Kafka.Message<byte[]?, byte[]?>;

namespace Akka.Events.Integration.Tests;

/// <summary>Topics that grow, are deleted, or are made again, under a group and while it is away.</summary>
[Collection(ServersCollection.Name)]
public sealed class TopicChangeTests(Servers servers)
{
    [SkippableFact]
    public async Task Entities_stop_when_their_topic_grows_under_them_or_while_they_are_away()
    {
        var topic = await servers.NewTopic(2);
        var postgres = await servers.NewDatabase();
        await Produce(topic, 0, 10);
        var grown = $"topic '{topic}' has 4 partitions, and had 2 when the group's state began";
        string name;
        await using (var service = await Service.Start(servers, group => Tally.Of(group, topic), postgres))
        {
            name = service.Group;
            await Handled(service, 10);
            await Grow(topic, 4);
            await Problem(service, grown);
            Assert.Empty(service.Status.Partitions);
        }
        await Produce(topic, 3, 5);
        await using var later = await Service.Start(servers, group => Tally.Of(group, topic), postgres, name);
        await Problem(later, grown);
        Assert.Equal(0, later.Status.Handled);

        // The way out that the message names.
        await using var renamed = await Service.Start(servers, group => Tally.Of(group, topic), postgres);
        await Handled(renamed, 15);
        Assert.Null(renamed.Status.Problem);
    }

    [SkippableTheory]
    [InlineData(GroupProtocol.Classic)]
    [InlineData(GroupProtocol.Consumer)]
    public async Task Plain_handlers_go_on_with_the_partitions_that_their_topic_has_grown_by(GroupProtocol protocol)
    {
        var topic = await servers.NewTopic(2);
        await Produce(topic, 0, 10);
        await using var service = await Service.Start(
            servers, group => Plain(group, topic).Options(o => o.Protocol = protocol),
            kafka: kafka => { if (protocol == GroupProtocol.Consumer) kafka.Client.Clear(); });
        await Handled(service, 10);
        await Grow(topic, 4);
        await Produce(topic, 3, 5);
        await Handled(service, 15);
        Assert.Equal(4, service.Status.Partitions.Count);
        Assert.Null(service.Status.Problem);
    }

    [SkippableFact]
    public async Task Entities_stop_when_their_topic_is_deleted_and_made_again_until_their_operator_says_that_its_events_are_new()
    {
        var topic = await servers.NewTopic(1);
        var postgres = await servers.NewDatabase();
        await Produce(topic, 0, 20);
        string name;
        await using (var service = await Service.Start(servers, group => Tally.Of(group, topic), postgres))
        {
            name = service.Group;
            await Handled(service, 20);
            await Delete(topic);
            await Problem(service, $"topic '{topic}' doesn't exist");
            await servers.Kafka.CreateTopicAsync(topic, 1);
            await Produce(topic, 0, 30);
            await Problem(service, $"topic '{topic}' has been deleted and made again");
        }
        await using (var service = await Service.Start(servers, Beginning, postgres, name))
        {
            await Handled(service, 30);
            Assert.Equal(50, await Tally.Ask(service, "k"));
            Assert.True(service.Log.Has(topic, "made again; it is read from its beginning"));
        }
        await Produce(topic, 0, 5);
        await using var after = await Service.Start(servers, group => Tally.Of(group, topic), postgres, name);
        await Handled(after, 5);
        Assert.Equal(55, await Tally.Ask(after, "k"));

        void Beginning(GroupBuilder group)
        {
            group.Options(o => o.RecreatedTopic = RecreatedTopic.Beginning);
            Tally.Of(group, topic);
        }
    }

    [SkippableFact]
    public async Task A_topic_made_again_as_a_copy_is_read_on_at_the_same_offsets()
    {
        var topic = await servers.NewTopic(1);
        var postgres = await servers.NewDatabase();
        await Produce(topic, 0, 20);
        string name;
        await using (var service = await Service.Start(servers, group => Tally.Of(group, topic), postgres))
        {
            name = service.Group;
            await Handled(service, 20);
        }
        await Delete(topic);
        await servers.Kafka.CreateTopicAsync(topic, 1);
        await Produce(topic, 0, 25);
        await using var later = await Service.Start(
            servers, group => { group.Options(o => o.RecreatedTopic = RecreatedTopic.SameOffsets); Tally.Of(group, topic); }, postgres, name);
        await Handled(later, 5);
        Assert.Equal(25, await Tally.Ask(later, "k"));
    }

    [SkippableFact]
    public async Task Plain_handlers_read_a_topic_that_was_made_again_under_them_from_its_beginning()
    {
        var topic = await servers.NewTopic(1);
        await Produce(topic, 0, 20);
        await using var service = await Service.Start(servers, group => Plain(group, topic));
        await Handled(service, 20);
        await Delete(topic);
        await Problem(service, $"topic '{topic}' doesn't exist");
        await servers.Kafka.CreateTopicAsync(topic, 1);
        await Produce(topic, 0, 5);
        await Handled(service, 25);
        await Eventually.True(
            () => service.Status.Problem is null && service.Status.Partitions is [{ Watermark: 5 }], "its offsets are the new topic's",
            () => $"{service.Status.Problem}\n{service.Log}");
    }

    /// <summary>With the usual interval between two looks at the topics, and a log that is long enough at once.</summary>
    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_record_of_a_topic_made_again_is_taken_for_one_of_the_former(bool entities)
    {
        var topic = await servers.NewTopic(1);
        var postgres = entities ? await servers.NewDatabase() : null;
        await Produce(topic, 0, 100);
        await using var service = await Service.Start(
            servers, group =>
            {
                group.Options(o => o.TopicCheckInterval = TimeSpan.FromSeconds(10));
                if (entities) Tally.Of(group, topic);
                else Plain(group, topic);
            },
            postgres);
        await Handled(service, 100);
        await Delete(topic);
        await servers.Kafka.CreateTopicAsync(topic, 1);
        await Produce(topic, 0, 500);
        if (entities)
        {
            await Problem(service, "has been deleted and made again since the group handled it");
            Assert.Equal(100, service.Status.Handled);
        }
        else await Handled(service, 600);
    }

    private static GroupBuilder Plain(GroupBuilder group, string topic) => group.Handle(Topic.Text(topic), "all", _ => { });

    private static Task Handled(Service service, long count) =>
        Eventually.True(
            () => service.Status.Handled >= count, $"{count} are handled",
            () => $"{service.Status.Handled} {service.Status.Problem}\n{service.Log}");

    private static Task Problem(Service service, string problem) =>
        Eventually.True(
            () => service.Status.Problem?.Contains(problem, StringComparison.Ordinal) == true, problem,
            () => $"{service.Status.Problem}\n{service.Log}");

    private Task Produce(string topic, int partition, int count) =>
        servers.Kafka.ProduceAsync(
            topic, partition, Enumerable.Range(0, count).Select(_ => new Record { Key = "k"u8.ToArray(), Value = "v"u8.ToArray() }));

    private async Task Grow(string topic, int partitions)
    {
        using var admin = Admin();
        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = partitions }]);
    }

    private async Task Delete(string topic)
    {
        using var admin = Admin();
        await admin.DeleteTopicsAsync([topic]);
        await Eventually.True(() => admin.GetMetadata(TimeSpan.FromMinutes(1)).Topics.All(t => t.Topic != topic), "the topic is gone");
    }

    private IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers.Kafka.Bootstrap }).Build();
}
