using Akka.Events.Handling.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Consuming.Internal;

internal sealed class TopicRoute<T> : TopicRoute
{
    public TopicRoute(Topic<T> topic, int index) : base(topic.Name, index) => Topic = topic;

    public Topic<T> Topic { get; }

    public override Type EventType => typeof(T);

    public override Delivery Read(in RawRecord record, PartitionSource source)
    {
        var delivery = new Delivery<T>(this, source)
        {
            Offset = record.Offset,
            KeyBytes = record.HasKey ? record.Key.ToArray() : null,
            Headers = record.Headers,
            TimestampMs = record.Timestamp,
            Size = record.Key.Length + record.Value.Length,
        };
        if (!record.HasValue)
        {
            delivery.IsTombstone = true;
            return delivery;
        }
        try
        {
            delivery.Event = Topic.Decode(record.Value, record.Headers);
        }
        catch (EventDecodeException e)
        {
            delivery.Undecodable = e.At(Name, source.Partition, record.Offset);
        }
        catch (Exception e)
        {
            delivery.Undecodable = e;
        }
        return delivery;
    }
}
