using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Client;
using Akka.Events.Publishing.Internal;
using Confluent.Kafka;

namespace Akka.Events.Hosting.Configuration.Internal;

/// <summary>Checks what is passed through to librdkafka, without reaching for a broker.</summary>
internal static class ClientProperties
{
    public static void Check(string path, KafkaOptions options, ErrorList errors)
    {
        var free = new Dictionary<string, string>();
        foreach (var (key, value) in Normalized(options.Client))
        {
            try
            {
                var property = new Dictionary<string, string> { [key] = value };
                _ = new GroupConsumerSettings { BootstrapServers = "", GroupId = "", Client = property }.ToConsumerConfig();
                _ = new PublisherSettings { BootstrapServers = "", Client = property }.ToProducerConfig();
                free[key] = value;
            }
            catch (ArgumentException e)
            {
                errors.Add(e.Message);
            }
        }
        if (free.Count > 0 && Refusal(free) is { } reason) errors.Add(path, $"librdkafka refuses it: {reason}");
    }

    /// <summary>librdkafka's switches are true and false; HOCON's may be on and off.</summary>
    public static IReadOnlyDictionary<string, string> Normalized(IDictionary<string, string> client) =>
        client.ToDictionary(p => p.Key, p => p.Value switch { "on" => "true", "off" => "false", var v => v }, StringComparer.Ordinal);

    /// <summary>
    /// What librdkafka has against the properties, which may hold only together. A client without brokers opens no connection.
    /// </summary>
    private static string? Refusal(Dictionary<string, string> properties)
    {
        try
        {
            var config = new ConsumerConfig(properties) { GroupId = "check" };
            using var client = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).Build();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            return e.Message;
        }
    }
}
