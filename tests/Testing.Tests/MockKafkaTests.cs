using Akka.Events.LocalServers;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Testing.Tests;

public sealed class MockKafkaTests
{
    [Fact]
    public async Task A_topic_has_the_partitions_asked_for_and_keeps_what_is_sent()
    {
        using var kafka = MockKafka.Start();
        kafka.CreateTopic("t", partitions: 7);
        var client = new ClientConfig { BootstrapServers = kafka.Bootstrap };
        await Records.ProduceAsync(client, "t", 6, "kept");
        Assert.Equal("kept", Records.ConsumeFirst(client, "t", 6));

        using var admin = new AdminClientBuilder(new AdminClientConfig(client)).Build();
        Assert.Equal(7, admin.GetMetadata("t", TimeSpan.FromMinutes(2)).Topics[0].Partitions.Count);
    }

    [Fact]
    public void A_topic_cannot_be_created_twice()
    {
        using var kafka = MockKafka.Start();
        kafka.CreateTopic("t", partitions: 1);
        Assert.Throws<InvalidOperationException>(() => kafka.CreateTopic("t", partitions: 2));
    }

    [Fact]
    public async Task A_stopped_broker_comes_back_with_its_records()
    {
        using var kafka = MockKafka.Start();
        kafka.CreateTopic("t", partitions: 1);
        var client = new ClientConfig { BootstrapServers = kafka.Bootstrap };
        await Records.ProduceAsync(client, "t", 0, "kept");
        kafka.StopBroker(1);
        kafka.RestartBroker(1);
        Assert.Equal("kept", Records.ConsumeFirst(client, "t", 0));
    }
}
