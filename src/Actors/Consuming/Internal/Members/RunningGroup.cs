using Akka.Actor;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Consuming.Internal.Members;

/// <summary>One group in this process: what it shares, and where it stands.</summary>
/// <param name="member">What its member shares.</param>
/// <param name="client">Makes a member of the group in Kafka.</param>
/// <param name="topics">Makes topics; null where that isn't wanted.</param>
internal sealed class RunningGroup(MemberContext member, Func<MemberContext, IGroupConsumer> client, KafkaTopics? topics = null)
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

    /// <summary>The group's topics that have to be made, or compared with their definitions, before it begins.</summary>
    /// <param name="existing">Those that are there.</param>
    /// <param name="retries">Its retry topics; else all others.</param>
    public IReadOnlyList<ITopic> TopicsToMake(IReadOnlyDictionary<string, TopicInfo> existing, bool retries) =>
        topics is null
            ? []
            : [
                .. Context.Routes.Where(r => r.Origin is not null == retries).Select(r => r.Definition)
                    .Where(t => !existing.ContainsKey(t.Name) || !KafkaTopics.IsIndifferent(t)),
            ];

    /// <exception cref="TopicException">It can't be made, or is otherwise than wished for and that is to fail.</exception>
    public Task Make(ITopic topic) => topics!.EnsureOrLeave(topic);

    public void Became(IActorRef shards, int partitions)
    {
        if (_ready.TrySetResult((shards, partitions))) return;
        var now = new TaskCompletionSource<(IActorRef, int)>();
        now.SetResult((shards, partitions));
        _ready = now;
    }
}
