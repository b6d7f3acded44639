using Akka.Events.Consuming.Internal;

namespace Akka.Events.Handling.Internal;

internal sealed class Delivery<T> : Delivery
{
    public Delivery(TopicRoute<T> route, PartitionSource source) : base(route, source)
    {
    }

    /// <summary>The decoded event; default for a tombstone or an undecodable record.</summary>
    public T? Event;

    public override Delivery CopyForHandler() => new Delivery<T>((TopicRoute<T>)Route, Source)
    {
        Offset = Offset,
        KeyBytes = KeyBytes,
        Headers = Headers,
        TimestampMs = TimestampMs,
        SpanStart = SpanStart,
        Ticket = Ticket,
        Size = Size,
        IsTombstone = IsTombstone,
        Undecodable = Undecodable,
        Event = Event,
    };
}
