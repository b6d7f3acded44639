using Akka.Events.Handling;
using Akka.Events.Subscribing;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>What this process is to run: code and configuration brought together, and checked.</summary>
internal sealed class EventsPlan
{
    public required KafkaOptions Kafka { get; init; }

    /// <summary>What topics are called in Kafka.</summary>
    public required TopicNames TopicNames { get; init; }

    /// <summary>Null: there is nothing to keep.</summary>
    public required StorePlan? Store { get; init; }

    public required TopicOptions Topics { get; init; }

    /// <summary>Names in Kafka of the topics that may be published to; null for all.</summary>
    public required IReadOnlySet<string>? RegisteredTopics { get; init; }

    public required PublishingOptions Publish { get; init; }

    /// <summary>How topics are read for subscriptions and views.</summary>
    public required ReadingOptions Reading { get; init; }

    /// <summary>Begins the views that are named at start.</summary>
    public required IReadOnlyList<Action<IEventViews>> Views { get; init; }

    /// <summary>Null: there is no outbox.</summary>
    public required OutboxOptions? Outbox { get; init; }

    /// <summary>Of all groups together.</summary>
    public required LimitOptions Limits { get; init; }

    public required IReadOnlyList<GroupPlan> Groups { get; init; }

    /// <summary>What is odd but can work.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The longest that leaving the groups may take: finishing what runs, committing it, and the brokers' answer.</summary>
    public TimeSpan LeaveTimeout =>
        Groups.Select(g => g.Options.DrainTimeout).DefaultIfEmpty().Max() + Kafka.CloseTimeout + TimeSpan.FromSeconds(1);
}
