namespace Akka.Events.Subscribing;

/// <summary>What a subscription does that is read too slowly. Nobody else waits for it.</summary>
public enum SubscriptionOverflow
{
    /// <summary>The events that have waited longest are dropped.</summary>
    DropOldest,

    /// <summary>New events are dropped.</summary>
    DropNewest,

    /// <summary>It ends with a <see cref="SubscriptionOverflowException"/>, after what it holds has been read.</summary>
    Fail,
}
