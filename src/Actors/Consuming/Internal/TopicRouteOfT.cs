using Akka.Events.Handling.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Consuming.Internal;

internal sealed class TopicRoute<T> : TopicRoute
{
    public TopicRoute(Topic<T> topic, int index) : base(topic.Name, index) => Topic = topic;

    public Topic<T> Topic { get; }

    public override Type EventType => typeof(T);

    public override Delivery NewDelivery(PartitionSource source) => new Delivery<T>(this, source);
}
