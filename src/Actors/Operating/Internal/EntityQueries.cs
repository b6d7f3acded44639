using Akka.Actor;
using Akka.Events.Consuming.Internal.Members;
using Akka.Events.Handling;
using Akka.Events.Operating.Internal.Queries;
using Akka.Events.Topics;

namespace Akka.Events.Operating.Internal;

/// <param name="runtime">The groups.</param>
/// <param name="limit">How long a question may take, the wait for the group's start included; null for 10 s.</param>
internal sealed class EntityQueries(RunningGroups runtime, TimeSpan? limit = null) : IEntities
{
    // Nothing is waited for without end, whatever becomes of the actor.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _limit = limit ?? TimeSpan.FromSeconds(10);

    public async Task<TReply> Ask<TEntity, TReply>(string key, object query, CancellationToken cancellationToken = default)
        where TEntity : ActorBase
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(query);
        var begun = runtime.Time.GetTimestamp();
        if (!runtime.Started.IsCompletedSuccessfully)
            await Within(runtime.Started, "the event system hasn't started", cancellationToken).ConfigureAwait(false);
        var (group, type) = runtime.Entity(typeof(TEntity));
        var partitions = group.Ready is { IsCompletedSuccessfully: true, Result: var ready }
            ? ready.Partitions : await Partitions(group, cancellationToken).ConfigureAwait(false);
        var bytes = KeyText.ToBytes(key);
        var shard = Murmur2Partitioner.Partition(bytes, partitions);
        var answer = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = _limit - runtime.Time.GetElapsedTime(begun);
        group.Context.Queries.Tell(new AskEntity(type, bytes, shard, query, left, answer), ActorRefs.NoSender);
        try
        {
            return await answer.Task.WaitAsync(left + Margin, runtime.Time, cancellationToken).ConfigureAwait(false) switch
            {
                TReply reply => reply,
                null => default!,
                var other => throw new InvalidCastException(
                    $"{typeof(TEntity).Name} answered {query.GetType().Name} with a {other.GetType().Name}, not a {typeof(TReply).Name}"),
            };
        }
        catch (TimeoutException) when (!answer.Task.IsCompleted)
        {
            throw new AskTimeoutException($"no answer from entity '{type.Name}', key '{key}' within {Durations.Text(_limit)}");
        }
        finally
        {
            // Whoever doesn't wait any more isn't looked after any more.
            answer.TrySetCanceled(CancellationToken.None);
        }
    }

    private async Task<int> Partitions(RunningGroup group, CancellationToken cancellationToken)
    {
        await Within(
            group.Ready, $"group '{group.Context.Name}' hasn't found its topics: {group.Problem ?? "Kafka hasn't answered yet"}",
            cancellationToken).ConfigureAwait(false);
        return (await group.Ready.ConfigureAwait(false)).Partitions;
    }

    private async Task Within(Task task, string otherwise, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(_limit, runtime.Time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new AskTimeoutException($"{otherwise} (asked for {Durations.Text(_limit)})");
        }
    }
}
