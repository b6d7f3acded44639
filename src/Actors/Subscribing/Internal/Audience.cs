using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Subscribing.Internal;

/// <summary>The subscriptions to a topic that read its events as the same type.</summary>
internal abstract class Audience
{
    public abstract bool IsEmpty { get; }

    /// <exception cref="CodecNotReadyException">Nobody has got it yet.</exception>
    public abstract void OnRecord(int partition, in RawRecord record);

    public abstract void End();
}
