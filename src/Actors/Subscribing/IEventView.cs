namespace Akka.Events.Subscribing;

/// <summary>
/// The latest value of each key of a topic, by the key's text. A tombstone takes its key out, and so does a value that can't be decoded; records without a
/// key are passed over. Lookups never wait. While the topic is being read through, it has what has come so far.
/// </summary>
public interface IEventView<T> : IReadOnlyDictionary<string, T>
{
    /// <summary>The topic, as it is called in Kafka.</summary>
    string Topic { get; }

    /// <summary>All that was in the topic when its reading began is here, once at least.</summary>
    bool IsCurrent { get; }

    /// <summary>Time since all that the topic had, as a broker said, was here. It stays below a few of <c>reading.topic-check-interval</c>.</summary>
    TimeSpan Age { get; }

    /// <summary>What keeps it from reading on; null when nothing does.</summary>
    string? Problem { get; }

    /// <summary>Bytes of its keys and values as they are in Kafka; decoded ones take more, by their type.</summary>
    long Bytes { get; }

    /// <summary>Ends when all is here that was in the topic when its reading began.</summary>
    /// <exception cref="ObjectDisposedException">The process stops.</exception>
    Task WhenCurrentAsync(CancellationToken cancellationToken = default);
}
