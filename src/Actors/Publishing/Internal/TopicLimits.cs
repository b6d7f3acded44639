using System.Collections.Concurrent;
using Akka.Events.Topics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Publishing.Internal;

/// <summary>
/// The largest record of each topic (max.message.bytes), as the brokers say. Nobody waits for the answer but a record that the usual limit
/// wouldn't let pass, or that the known one doesn't: then it is asked for again, since it may have been raised.
/// </summary>
/// <param name="ask">Asks the brokers; null where they don't tell.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Hears of failures.</param>
internal sealed class TopicLimits(Func<string, Task<int?>> ask, TimeProvider time, ILogger log)
{
    /// <summary>Records below it pass every broker's usual limit.</summary>
    internal const int Usual = 1_000_000;

    /// <summary>An answer older than this is asked for anew, in the background, by the next record.</summary>
    private static readonly TimeSpan RefreshAfter = TimeSpan.FromMinutes(1);

    /// <summary>An answer younger than this refuses a record without being asked for again.</summary>
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Limit> _limits = new();

    /// <summary>Bytes of a record batch without compression, as far as is known: without end before the brokers have answered.</summary>
    internal int Known(string topic)
    {
        var limit = Of(topic);
        if (limit.Asked is not { } asked || time.GetElapsedTime(asked) > RefreshAfter) _ = Ask(topic, limit);
        return limit.Bytes;
    }

    /// <summary>Whether a record passes by what is known. If not, <see cref="Find"/> has the last word.</summary>
    internal bool Passes(string topic, int size) => size <= Known(topic) && (size < Usual || Of(topic).Asked is not null);

    /// <summary>The limit by which a record of a size passes or doesn't: by a fresh answer where that matters.</summary>
    internal ValueTask<int> Find(string topic, int size)
    {
        if (Passes(topic, size)) return new ValueTask<int>(Known(topic));
        var limit = Of(topic);
        return limit.Asked is { } asked && time.GetElapsedTime(asked) < FreshFor
            ? new ValueTask<int>(limit.Bytes)
            : new ValueTask<int>(Ask(topic, limit));
    }

    private Limit Of(string topic) => _limits.GetOrAdd(topic, static _ => new Limit());

    private Task<int> Ask(string topic, Limit limit)
    {
        lock (limit) return limit.Asking is { IsCompleted: false } asking ? asking : limit.Asking = Learn(topic, limit);
    }

    private async Task<int> Learn(string topic, Limit limit)
    {
        await Task.Yield();
        try
        {
            limit.Bytes = await ask(topic).ConfigureAwait(false) ?? int.MaxValue;
        }
        catch (KafkaException e)
        {
            PublishingLog.TopicLimitUnknown(log, topic, e.Error.Reason);
            limit.Bytes = int.MaxValue;
        }
        limit.Asked = time.GetTimestamp();
        return limit.Bytes;
    }

    private sealed class Limit
    {
        private object? _asked;

        public volatile int Bytes = int.MaxValue;

        public Task<int>? Asking;

        /// <summary>When the brokers last answered; null before.</summary>
        public long? Asked
        {
            get => (long?)Volatile.Read(ref _asked);
            set => Volatile.Write(ref _asked, value);
        }
    }
}
