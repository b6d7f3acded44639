using Akka.Events.Kafka.Internal;

namespace Akka.Events.Subscribing.Internal;

/// <summary>The subscriptions to a topic that read its events as the same type.</summary>
internal abstract class Audience
{
    public abstract bool IsEmpty { get; }

    public abstract void OnRecord(int partition, in RawRecord record);

    public abstract void End();
}
