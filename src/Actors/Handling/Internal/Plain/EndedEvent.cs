using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Plain;

/// <summary>An event whose asynchronous handler has ended, well or with a failure.</summary>
internal sealed class EndedEvent(EventDelivery delivery, Exception? failure)
{
    public EventDelivery Delivery { get; } = delivery;

    public Exception? Failure { get; } = failure;

    public EndedEvent? Next { get; set; }
}
