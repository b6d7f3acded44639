using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Deliveries;

internal sealed class EventDelivery<T>(SubscribedTopic<T> route, PartitionAssignment source) : EventDelivery(route, source)
{
    private bool _decoded;

    /// <summary>The decoded event; default before it is decoded, for a tombstone, and for an undecodable record.</summary>
    public T? Event;

    public override object? Untyped => Event;

    public override void Decode()
    {
        if (_decoded || IsTombstone) return;
        _decoded = true;
        try
        {
            Event = route.Topic.Decode(Value, Headers);
            // Where its codec wasn't ready before.
            Undecodable = null;
        }
        catch (EventDecodeException e)
        {
            Undecodable = e.At(Topic, Partition, Offset);
        }
        catch (Exception e)
        {
            Undecodable = e;
        }
    }

    public override EventDelivery CopyForHandler()
    {
        var copy = new EventDelivery<T>(route, Source);
        CopyTo(copy);
        return copy;
    }

    public override void ReleaseEvent()
    {
        Event = default;
        _decoded = false;
    }
}
