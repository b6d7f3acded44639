using Akka.Events.Subscribing;

namespace Akka.Events.Hosting;

/// <summary>How topics are read for subscriptions and views, outside of groups. What isn't set in code comes from <c>akka.events.reading</c>.</summary>
public sealed class ReadingOptions
{
    /// <summary>
    /// How often a topic is looked at: whether it is there, is still the same, has more partitions, and is read to its end. Default 10 seconds.
    /// </summary>
    public TimeSpan TopicCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a topic is read on after its last subscription has ended, for the next one. Default 1 minute.</summary>
    public TimeSpan KeepOpen { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What subscriptions start from.</summary>
    public SubscriptionOptions Subscription { get; set; } = new();
}
