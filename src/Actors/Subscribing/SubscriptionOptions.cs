namespace Akka.Events.Subscribing;

/// <summary>What a subscription holds for whoever reads it. What isn't set comes from <c>akka.events.reading.subscription</c>.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>Events that may wait to be read. Default 1,000.</summary>
    public int MaxEvents { get; set; } = 1_000;

    /// <summary>Bytes (keys and values) that may wait to be read; one event may go beyond. Default 4 MiB.</summary>
    public long MaxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>What happens when more would wait. Default: the oldest are dropped.</summary>
    public SubscriptionOverflow Overflow { get; set; } = SubscriptionOverflow.DropOldest;

    /// <summary>Tombstones (records with a null value) are events too, with the default value. Default false.</summary>
    public bool Tombstones { get; set; }

    internal SubscriptionOptions Copy() => (SubscriptionOptions)MemberwiseClone();
}
