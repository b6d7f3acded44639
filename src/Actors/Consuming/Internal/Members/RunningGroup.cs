using Akka.Actor;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal;

namespace Akka.Events.Consuming.Internal.Members;

/// <summary>One group in this process: what it shares, and where it stands.</summary>
internal sealed class RunningGroup(MemberContext member, Func<MemberContext, IGroupConsumer> client)
{
    private volatile TaskCompletionSource<(IActorRef Shards, int Partitions)> _ready = new(
        TaskCreationOptions.RunContinuationsAsynchronously);

    public MemberContext Member { get; } = member;

    public GroupContext Context => Member.Group;

    public AssignedPartitions Partitions => Member.Partitions;

    /// <summary>The group's shards in this process, which take queries, and the number of partitions, once the group has found its topics.</summary>
    public Task<(IActorRef Shards, int Partitions)> Ready => _ready.Task;

    /// <summary>What keeps the group from working; null when nothing does.</summary>
    public string? Problem => Context.Problems.Text;

    /// <summary>A new member of the group, not started yet.</summary>
    public IGroupConsumer NewClient() => client(Member);

    public void Became(IActorRef shards, int partitions)
    {
        if (_ready.TrySetResult((shards, partitions))) return;
        var now = new TaskCompletionSource<(IActorRef, int)>();
        now.SetResult((shards, partitions));
        _ready = now;
    }
}
