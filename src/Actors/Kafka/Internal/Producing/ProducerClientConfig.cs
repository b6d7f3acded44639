using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Producing;

/// <summary>Settings as librdkafka's configuration.</summary>
internal static class ProducerClientConfig
{
    private static readonly PassThrough PassThrough = new(
        [
            new("acks", "all", "an event counts as published when every in-sync replica has it"),
            new("request.required.acks", "all", "an event counts as published when every in-sync replica has it"),
            new("enable.idempotence", "true", "a repeated request must not double an event"),
            new("partitioner", "murmur2_random", "equal keys must go to the partition that Kafka's other clients send them to"),
        ],
        ["bootstrap.servers", "metadata.broker.list", "transactional.id"]);

    /// <exception cref="ArgumentException">
    /// A property is passed through that this design needs otherwise, or has an option of its own for.
    /// </exception>
    internal static ProducerConfig ToProducerConfig(this ProducerSettings settings)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = settings.BootstrapServers,
            Acks = Acks.All,
            EnableIdempotence = true,
            Partitioner = Partitioner.Murmur2Random,
            LingerMs = settings.Linger.TotalMilliseconds,
            MessageMaxBytes = settings.MaxRecordBytes,
            MessageTimeoutMs = (int)settings.DeliveryTimeout.TotalMilliseconds,
            // The publisher counts the records itself, and waits where librdkafka refuses one for its bytes.
            QueueBufferingMaxMessages = 0,
            QueueBufferingMaxKbytes = (int)Math.Clamp(settings.MaxInFlightBytes / 1024, 1, int.MaxValue),
            // A report says where a record lies; its key and value needn't come back.
            DeliveryReportFields = "none",
        };
        if (settings.ClientId is { } clientId) config.ClientId = clientId;
        PassThrough.Apply(settings.Client, config);
        return config;
    }

    /// <summary>What librdkafka has against the settings; null when nothing.</summary>
    internal static string? Refusal(this ProducerSettings settings) => ClientTrial.Refusal(settings.ToProducerConfig());
}
