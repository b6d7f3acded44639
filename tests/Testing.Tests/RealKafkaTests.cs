using Akka.Events.LocalServers;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Testing.Tests;

public sealed class RealKafkaTests
{
    [SkippableFact]
    public async Task A_killed_node_comes_back_with_its_records()
    {
        await using var kafka = await Start();
        await kafka.CreateTopicAsync("t", partitions: 3);
        var client = new ClientConfig { BootstrapServers = kafka.Bootstrap };
        Assert.Equal(0, await Records.ProduceAsync(client, "t", 2, "before"));

        await kafka.KillNodeAsync(1);
        await kafka.RestartNodeAsync(1);

        Assert.Equal("before", Records.ConsumeFirst(client, "t", 2));
        Assert.Equal(1, await Records.ProduceAsync(client, "t", 2, "after"));
    }

    [SkippableFact]
    public async Task A_secure_one_lets_in_who_knows_the_password_and_nobody_else()
    {
        await using var kafka = await Start(secure: true);
        await kafka.CreateTopicAsync("t", partitions: 1);
        var client = new ClientConfig
        {
            BootstrapServers = kafka.SecureBootstrap,
            SecurityProtocol = SecurityProtocol.SaslSsl,
            SaslMechanism = SaslMechanism.ScramSha256,
            SaslUsername = "events",
            SaslPassword = "events-secret",
            SslCaLocation = kafka.CaFile,
        };
        Assert.Equal(0, await Records.ProduceAsync(client, "t", 0, "secret"));
        Assert.Equal("secret", Records.ConsumeFirst(client, "t", 0));

        using var stranger = new AdminClientBuilder(new AdminClientConfig(new ClientConfig(client) { SaslPassword = "guess" }))
            .SetLogHandler((_, _) => { }).Build();
        Assert.Throws<KafkaException>(() => stranger.GetMetadata(TimeSpan.FromSeconds(2)));
    }

    [SkippableFact]
    public async Task Three_nodes_go_on_without_one_and_keep_the_settings_asked_for()
    {
        await using var kafka = await Start(brokers: 3, settings: "message.max.bytes=200000");
        await kafka.CreateTopicAsync("t", partitions: 1);
        var client = new ClientConfig { BootstrapServers = kafka.Bootstrap };
        await Records.ProduceAsync(client, "t", 0, "one");
        await kafka.KillNodeAsync(2);
        kafka.PauseNode(1);
        kafka.ResumeNode(1);
        Assert.Equal(1, await Records.ProduceAsync(client, "t", 0, "two"));

        var tooLarge = await Assert.ThrowsAsync<ProduceException<Null, string>>(
            () => Records.ProduceAsync(client, "t", 0, new string('x', 300_000)));
        Assert.Equal(ErrorCode.MsgSizeTooLarge, tooLarge.Error.Code);
    }

    private static Task<RealKafka> Start(int brokers = 1, bool secure = false, params string[] settings)
    {
        Skip.If(RealKafka.WhyUnavailable is not null, RealKafka.WhyUnavailable);
        return RealKafka.StartAsync(brokers, secure, settings);
    }
}
