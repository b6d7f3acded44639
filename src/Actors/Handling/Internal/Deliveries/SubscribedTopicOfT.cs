using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Deliveries;

internal sealed class SubscribedTopic<T> : SubscribedTopic
{
    public SubscribedTopic(Topic<T> topic, int index) : base(topic.Name, index) => Topic = topic;

    public Topic<T> Topic { get; }

    public override ITopic Definition => Topic;

    public override Type EventType => typeof(T);

    public override EventDelivery NewDelivery(PartitionAssignment source) => new EventDelivery<T>(this, source);
}
