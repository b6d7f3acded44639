using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Subscribing.Internal;

/// <summary>What the readings of a process share.</summary>
internal sealed class ReadingContext
{
    /// <summary>What topics are called in Kafka.</summary>
    public required TopicNames TopicNames { get; init; }

    /// <summary>A client that reads without a group.</summary>
    public required Func<LonePositions, IGroupConsumer> NewClient { get; init; }

    /// <summary>Makes a topic where it doesn't exist; ends at once where that isn't wanted.</summary>
    public required Func<ITopic, Task> Ensure { get; init; }

    /// <summary>How often a topic is looked at.</summary>
    public required TimeSpan TopicCheckInterval { get; init; }

    /// <summary>How long a topic is read on after its last subscription.</summary>
    public required TimeSpan KeepOpen { get; init; }

    /// <summary>What subscriptions start from.</summary>
    public required SubscriptionOptions Subscription { get; init; }

    public required ILogger Log { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Time since whatever beginning.</summary>
    public TimeSpan Now => Time.GetElapsedTime(0);
}
