using Akka.Events.Kafka.Internal;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Publishing.Internal;

/// <summary>What a publisher is made of.</summary>
internal sealed record PublisherSettings
{
    /// <summary>The producer that it sends with.</summary>
    public required ProducerSettings Producer { get; init; }

    /// <summary>Records that may be on their way at once; further ones wait.</summary>
    public int MaxInFlight { get; init; } = 50_000;

    /// <summary>Write CloudEvents metadata into the headers of published events.</summary>
    public bool CloudEvents { get; init; } = true;

    /// <summary>The ce_source of events that bring none.</summary>
    public string Source { get; init; } = "/akka-events";

    /// <summary>Headers of every event that brings none of the same name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Who may say with what events are published, in this order.</summary>
    public IReadOnlyList<IPublishingInterceptor> Interceptors { get; init; } = [];

    /// <summary>What topics are called in Kafka.</summary>
    public TopicNames TopicNames { get; init; } = TopicNames.AsDefined;

    /// <summary>The topics that may be published to, by their names in Kafka; null for all.</summary>
    public IReadOnlySet<string>? RegisteredTopics { get; init; }
}
