namespace Akka.Events.Handling;

/// <summary>One event of a batch.</summary>
/// <typeparam name="T">The event's type.</typeparam>
public sealed class BatchedEvent<T>
{
    internal BatchedEvent(T value, EventContext context)
    {
        Event = value;
        Context = context;
    }

    /// <summary>The event; the default value for a tombstone (<see cref="EventContext.IsTombstone"/>).</summary>
    public T Event { get; }

    /// <summary>Where it comes from.</summary>
    public EventContext Context { get; }

    /// <summary>The message key as text; null for a record without a key.</summary>
    public string? Key => Context.Key;

    /// <summary>Why it has failed; null when it has not.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>
    /// Says that this event has failed, while the batch's others count as handled when the handler ends well. It is tried again by itself,
    /// by the handler's options. In a transaction the others are handled once more, in another transaction without it.
    /// </summary>
    /// <param name="reason">Why. The first reason counts.</param>
    public void Fail(Exception reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Failure ??= reason;
    }
}
