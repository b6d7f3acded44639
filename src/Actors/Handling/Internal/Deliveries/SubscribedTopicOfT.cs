using Akka.Events.Committing.Internal.Letters;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Deliveries;

internal sealed class SubscribedTopic<T> : SubscribedTopic
{
    public SubscribedTopic(Topic<T> topic, int index) : base(topic.Name, index) => Topic = topic;

    public Topic<T> Topic { get; }

    public override ITopic Definition => Origin is { } origin ? new DeadLetterTopic(Name, origin.Partitions) : Topic;

    private protected override SubscribedTopic RetriesOf(string name, int index) =>
        new SubscribedTopic<T>(Akka.Events.Topics.Topic.Of(name, Topic.Codec), index) { Origin = this };

    public override Type EventType => typeof(T);

    public override EventDelivery NewDelivery(PartitionAssignment source) => new EventDelivery<T>(this, source);
}
