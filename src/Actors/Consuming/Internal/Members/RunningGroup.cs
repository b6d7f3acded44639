using Akka.Actor;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal;

namespace Akka.Events.Consuming.Internal.Members;

/// <summary>One group in this process: what it shares, and where it stands.</summary>
internal sealed class RunningGroup(GroupContext context, Func<GroupContext, IGroupConsumer> client)
{
    private readonly TaskCompletionSource<(IActorRef Region, int Partitions)> _ready = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    public GroupContext Context { get; } = context;

    public GroupProgress Progress => Context.Progress;

    /// <summary>The shard region and the number of partitions, once the group has found its topics.</summary>
    public Task<(IActorRef Region, int Partitions)> Ready => _ready.Task;

    /// <summary>What keeps the group from working; null when nothing does.</summary>
    public string? Problem => Progress.Problem;

    /// <summary>A new member of the group, not started yet.</summary>
    public IGroupConsumer NewClient() => client(Context);

    public void Became(IActorRef region, int partitions) => _ready.TrySetResult((region, partitions));
}
