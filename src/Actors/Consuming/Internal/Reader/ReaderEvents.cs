using Akka.Actor;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Reader;

/// <summary>Turns the poll thread's calls into messages to the reader.</summary>
internal sealed class ReaderEvents(IActorRef reader) : IGroupConsumerEvents
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _asked; // the poll thread waits for one at a time
    private bool _ended;

    public void Joined() => reader.Tell(MemberJoined.Instance, ActorRefs.NoSender);

    public void Assigned(IReadOnlyList<IPartitionQueue> partitions) => reader.Tell(new PartitionsAssigned(partitions), ActorRefs.NoSender);

    public Task Revoked(IReadOnlyList<TopicPartition> partitions)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_ended) return Task.CompletedTask;
            _asked = done;
        }
        reader.Tell(new PartitionsRevoked(partitions, done), ActorRefs.NoSender);
        return done.Task;
    }

    public void Lost(IReadOnlyList<TopicPartition> partitions) => reader.Tell(new PartitionsLost(partitions), ActorRefs.NoSender);

    public void Failed(Error error) => reader.Tell(new ClientFailed(error), ActorRefs.NoSender);

    /// <summary>The reader is no more: whoever waits for it waits no longer.</summary>
    public void End()
    {
        lock (_lock) _ended = true;
        _asked?.TrySetResult();
    }

    internal sealed class MemberJoined
    {
        public static readonly MemberJoined Instance = new();
    }

    internal sealed record PartitionsAssigned(IReadOnlyList<IPartitionQueue> Queues) : INoSerializationVerificationNeeded;

    internal sealed record PartitionsRevoked(IReadOnlyList<TopicPartition> Partitions, TaskCompletionSource Done) : INoSerializationVerificationNeeded;

    internal sealed record PartitionsLost(IReadOnlyList<TopicPartition> Partitions) : INoSerializationVerificationNeeded;

    internal sealed record ClientFailed(Error Error) : INoSerializationVerificationNeeded;
}
