using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal;

/// <summary>What librdkafka has against a configuration, found by making a client of it.</summary>
internal static class ClientTrial
{
    /// <summary>Its own words; null when it takes the configuration. No broker is reached for.</summary>
    internal static string? Refusal(ClientConfig config)
    {
        // A client without brokers opens no connection.
        config.BootstrapServers = null;
        try
        {
            using IDisposable client = config is ConsumerConfig consumer
                ? new ConsumerBuilder<Ignore, Ignore>(consumer).SetLogHandler((_, _) => { }).Build()
                : new ProducerBuilder<Null, Null>(config).SetLogHandler((_, _) => { }).Build();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            return e.Message;
        }
    }
}
