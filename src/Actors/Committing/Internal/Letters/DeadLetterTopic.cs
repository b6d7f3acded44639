using Akka.Events.Topics;

namespace Akka.Events.Committing.Internal.Letters;

/// <summary>A dead-letter topic as it is made where there is none. What is in it stays until somebody has looked at it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Partitions">As many as the topic has that the letters come from; null where that isn't known.</param>
internal sealed record DeadLetterTopic(string Name, int? Partitions) : ITopic
{
    public short? Replicas => null;

    public TimeSpan? Retention => Timeout.InfiniteTimeSpan;

    public bool? Compacted => false;

    public bool TakenAsItIs => true;

    public Type EventType => typeof(byte[]);

    public object Codec => Topics.Topic.Bytes(Name).Codec;
}
