namespace Akka.Events.Handling.Internal;

/// <summary>An event whose asynchronous handler has ended, well or with a failure.</summary>
internal sealed class EndedEvent(Delivery delivery, Exception? failure)
{
    public Delivery Delivery { get; } = delivery;

    public Exception? Failure { get; } = failure;

    public EndedEvent? Next { get; set; }
}
