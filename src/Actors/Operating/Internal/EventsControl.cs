using Akka.Actor;
using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Limits;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Handling.Internal.Visits;
using Confluent.Kafka;

namespace Akka.Events.Operating.Internal;

/// <param name="runtime">The groups.</param>
/// <param name="offsetsAt">The first offsets whose records have a timestamp not before a time; one that has none is left out.</param>
internal sealed class EventsControl(
    RunningGroups runtime, Func<IReadOnlyList<TopicPartition>, DateTimeOffset, Task<IReadOnlyDictionary<TopicPartition, long>>>? offsetsAt = null) : IEventsControl
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(10);

    // Longer than asking for a log's ends takes; a commit goes on behind it.
    private static readonly TimeSpan SeekTimeout = TimeSpan.FromSeconds(30);

    public void Pause(string group, string? topic = null, int? partition = null) => Of(group, topic, partition).Pause(topic, partition);

    public void Resume(string group, string? topic = null, int? partition = null) => Of(group, topic, partition).Resume(topic, partition);

    public void LimitExecuting(int? max, string? group = null, string? handler = null)
    {
        Check(max);
        if (handler is null)
        {
            Limits(group).LimitExecuting(max);
            return;
        }
        if (group is null) throw new ArgumentException("a handler is one of a group", nameof(group));
        var context = Of(group).Context;
        var found = context.Handlers.FirstOrDefault(h => h.Name == handler)
            ?? throw new ArgumentException($"group '{group}' has no handler '{handler}'", nameof(handler));
        if (found is not FunctionHandler function)
            throw new ArgumentException($"'{handler}' is an entity, which is bounded by the records outstanding", nameof(handler));
        context.ProcessLimits.Line.Resize(function.Slots, max ?? function.Options.MaxConcurrency);
    }

    public void LimitOutstanding(int? max, string? group = null)
    {
        Check(max);
        Limits(group).Outstanding.Max = max;
    }

    public Task<IReadOnlyList<TopicPartitionOffset>> SeekAsync(
        string group, string topic, long offset, int? partition = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return Seek(Consumers(group, topic, partition), _ => offset, cancellationToken);
    }

    public async Task<IReadOnlyList<TopicPartitionOffset>> SeekAsync(
        string group, string topic, DateTimeOffset time, int? partition = null, CancellationToken cancellationToken = default)
    {
        var consumers = Consumers(group, topic, partition);
        if (offsetsAt is null) throw new InvalidOperationException("there is no Kafka here that could say which offsets a time has");
        var offsets = await offsetsAt([.. consumers.Select(c => c.Key)], time).WaitAsync(cancellationToken).ConfigureAwait(false);
        return await Seek(consumers, p => offsets.TryGetValue(p, out var offset) ? offset : long.MaxValue, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<TopicPartitionOffset>> Seek(
        IReadOnlyList<KeyValuePair<TopicPartition, IActorRef>> consumers, Func<TopicPartition, long> to, CancellationToken cancellationToken) =>
        await Task.WhenAll(consumers.Select(c => c.Value.Ask<TopicPartitionOffset>(new SeekPartition(to(c.Key)), SeekTimeout, cancellationToken))).ConfigureAwait(false);

    private IReadOnlyList<KeyValuePair<TopicPartition, IActorRef>> Consumers(string group, string topic, int? partition)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Of(group, topic, partition);
        var found = Of(group);
        if (found.Context.KeepsOffsets)
            throw new InvalidOperationException(
                $"group '{group}' keeps its offsets beside what its events have led to: read anew they would not count, and passed over they would be missing. "
                + "To have it begin anew, stop it and reset it (akka-events groups reset), or give its handlers a group of another name");
        if (found.Member.Alone is not null) throw new InvalidOperationException($"'{group}' is a broadcast, which reads from its start on");
        return [.. found.Member.Consumers.Of(topic).Where(c => partition is null || c.Key.Partition.Value == partition)];
    }

    public async Task<VisitResult> VisitAsync<TEntity>(string visit, IReadOnlyCollection<int>? shards = null, CancellationToken cancellationToken = default)
        where TEntity : ActorBase
    {
        ArgumentNullException.ThrowIfNull(visit);
        await runtime.Started.WaitAsync(ReadyTimeout, runtime.Time, cancellationToken).ConfigureAwait(false);
        var (group, type) = runtime.Entity(typeof(TEntity));
        var (actor, _) = await group.Ready.WaitAsync(ReadyTimeout, runtime.Time, cancellationToken).ConfigureAwait(false);
        if (!type.Visits.Contains(visit)) throw new ArgumentException($"the constructor of {typeof(TEntity).Name} has no Visit '{visit}'", nameof(visit));
        var asked = (shards ?? group.Partitions.All.Select(partition => partition.TopicPartition.Partition.Value)).Distinct().Order()
            .Select(shard => new VisitShard(
                type, visit, shard, new TaskCompletionSource<ShardVisit>(TaskCreationOptions.RunContinuationsAsynchronously))).ToArray();
        foreach (var ask in asked) actor.Tell(ask, ActorRefs.NoSender);
        return new VisitResult(await Task.WhenAll(asked.Select(ask => ask.Done.Task)).WaitAsync(cancellationToken).ConfigureAwait(false));
    }

    private WorkLimits Limits(string? group) => group is null ? runtime.Limits : Of(group).Context.Limits;

    private RunningGroup Of(string group) => runtime.Groups.FirstOrDefault(running => running.Context.Name == group)
        ?? throw new ArgumentException($"there is no group '{group}' in this process", nameof(group));

    private Pauses Of(string group, string? topic, int? partition)
    {
        ArgumentNullException.ThrowIfNull(group);
        var found = Of(group);
        if (topic is not null && found.Context.Routes.All(route => route.Name != topic))
            throw new ArgumentException($"group '{group}' doesn't read topic '{topic}'", nameof(topic));
        if (topic is null && partition is not null) throw new ArgumentException("a partition is one of a topic", nameof(partition));
        return found.Member.Pauses;
    }

    private static void Check(int? max)
    {
        if (max is < 1) throw new ArgumentException($"{max} is less than 1", nameof(max));
    }
}
