using System.Collections.Concurrent;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Publishing.Internal;

/// <summary>
/// The largest record of each topic (max.message.bytes), asked for in the background when its first record comes. Until it is known, or
/// where the brokers don't tell, the client's own limit holds alone.
/// </summary>
/// <param name="ask">Asks the brokers; null where they don't tell.</param>
/// <param name="log">Hears of failures.</param>
internal sealed class TopicLimits(Func<string, Task<int?>> ask, ILogger log)
{
    private readonly ConcurrentDictionary<string, int> _limits = new();

    /// <summary>Bytes of a record batch without compression.</summary>
    internal int Of(string topic)
    {
        if (_limits.TryGetValue(topic, out var limit)) return limit;
        if (_limits.TryAdd(topic, int.MaxValue)) _ = Learn(topic);
        return int.MaxValue;
    }

    private async Task Learn(string topic)
    {
        try
        {
            if (await ask(topic) is { } limit) _limits[topic] = limit;
        }
        catch (KafkaException e)
        {
            log.LogDebug("The largest record of topic {Topic} isn't known: {Reason}", topic, e.Error.Reason);
        }
    }
}
