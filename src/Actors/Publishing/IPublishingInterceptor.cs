using Akka.Events.Topics;

namespace Akka.Events.Publishing;

/// <summary>
/// Sees each event before it is published, by whatever way (<see cref="IEvents"/>, <see cref="IOutbox"/>, entities), and may say with what: a tenant's header, a correlation's
/// id. Those registered as services are asked in the order of their registration, each with what the one before has said.
/// </summary>
/// <remarks>Called on the publisher's thread, before the event is encoded: it must not block. What it throws is counted (<c>akka_events.contained</c>) and changes nothing.</remarks>
public interface IPublishingInterceptor
{
    /// <summary>An event is about to be published.</summary>
    /// <param name="topic">Its topic.</param>
    /// <param name="event">The event; null for one that deletes its key.</param>
    /// <param name="options">What it is published with.</param>
    /// <returns>What it is to be published with.</returns>
    PublishOptions Publishing<T>(Topic<T> topic, T @event, PublishOptions options);
}
