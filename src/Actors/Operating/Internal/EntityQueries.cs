using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics;

namespace Akka.Events.Operating.Internal;

internal sealed class EntityQueries(RunningGroups runtime) : IEntities
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(10);

    public async Task<TReply> Ask<TEntity, TReply>(string key, object query, CancellationToken ct = default) where TEntity : ActorBase
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(query);
        await runtime.Started.WaitAsync(AskTimeout, runtime.Time, ct).ConfigureAwait(false);
        var (group, type) = runtime.Entity(typeof(TEntity));
        var (shards, partitions) = await group.Ready.WaitAsync(AskTimeout, runtime.Time, ct).ConfigureAwait(false);
        var bytes = KeyText.ToBytes(key);
        var shard = Murmur2Partitioner.Partition(bytes, partitions);
        var answer = await shards.Ask<QueryAnswer>(new EntityQuery(type.Name, bytes, shard, query), AskTimeout, ct).ConfigureAwait(false);
        return answer.Answer is TReply reply ? reply
            : answer.Answer is null ? default!
            : throw new InvalidCastException($"{typeof(TEntity).Name} answered {query.GetType().Name} with a {answer.Answer.GetType().Name}, not a {typeof(TReply).Name}");
    }
}
