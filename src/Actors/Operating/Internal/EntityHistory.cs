using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Operating.Internal;

internal sealed class EntityHistory(RunningGroups runtime) : IEntityHistory
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(10);

    public async IAsyncEnumerable<EntityEvent> Read<TEntity>(
        string key, bool whatIsLeft = false, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TEntity : ActorBase
    {
        ArgumentNullException.ThrowIfNull(key);
        await runtime.Started.WaitAsync(ReadyTimeout, runtime.Time, cancellationToken).ConfigureAwait(false);
        var (group, type) = runtime.Entity(typeof(TEntity));
        var (_, partitions) = await group.Ready.WaitAsync(ReadyTimeout, runtime.Time, cancellationToken).ConfigureAwait(false);
        var bytes = KeyText.ToBytes(key);
        var shard = Murmur2Partitioner.Partition(bytes, partitions);
        var id = group.Context.PersistenceId(shard);
        if (!whatIsLeft) await CheckWhole(group.Context, id, cancellationToken).ConfigureAwait(false);
        await foreach (var (sequenceNr, batch) in group.Context.Journal.Read(id, bytes, after: 0, cancellationToken).ConfigureAwait(false))
            foreach (var e in JournalBatchReader.EventsOf(batch, type.Name, bytes))
                yield return new EntityEvent(
                    sequenceNr, e.Topic, shard, e.Offset, RecordTime.Of(e.Timestamp), e.Manifest,
                    e.Manifest == StateDeletion.Manifest ? new StateDeleted() : type.ReadEvent(bytes, sequenceNr, e.Manifest, e.Payload.Span));
    }

    private static async Task CheckWhole(GroupContext group, string id, CancellationToken ct)
    {
        if (!group.Options.RetainHistory)
            throw new HistoryNotRetainedException(
                group.Name, "histories aren't kept: the journal is deleted below the checkpoints unless retain-history is on");
        var first = await group.Journal.FirstSequenceNr(id, ct).ConfigureAwait(false);
        if (first > 1)
            throw new HistoryNotRetainedException(
                group.Name,
                $"the journal of {id} begins with sequence number {first}: what is older was deleted before retain-history was on");
    }
}
