using Akka.Actor;
using Akka.Events.Kafka.Internal;

namespace Akka.Events.Consuming.Internal.Reader;

/// <summary>A partition that is read: its queue, its consumer, and how far that has come.</summary>
internal sealed class Assigned(IPartitionQueue queue, PartitionProgress progress)
{
    public IPartitionQueue Queue { get; } = queue;

    public PartitionProgress Progress { get; } = progress;

    /// <summary>Its present consumer; nobody while none is there.</summary>
    public IActorRef Consumer { get; set; } = ActorRefs.Nobody;

    /// <summary>What Kafka had committed before this assignment, until it has been compared with the journal.</summary>
    public long? Before { get; set; }

    /// <summary>Consumers of it that have failed.</summary>
    public int Failures { get; set; }

    /// <summary>Why the last one did, until it has been said; null where nothing told.</summary>
    public Exception? Failure { get; set; }

    /// <summary>When the last one did, as a timestamp of the time provider; null where none has, or another has worked since.</summary>
    public long? Failed { get; set; }
}
