using System.Data.Common;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Batches;

/// <summary>One call of a batch handler.</summary>
internal abstract class BatchRun(FormedBatch batch) : IHandlerRun
{
    public FormedBatch Batch => batch;

    public abstract ITransactionRun? Transaction { get; }

    public abstract ValueTask Begin();

    /// <summary>Which events its handler has failed by themselves, and why.</summary>
    public abstract IReadOnlyDictionary<EventDelivery, Exception> Failures { get; }
}

internal sealed class BatchRun<T>(BatchHandler<T> handler, FormedBatch batch) : BatchRun(batch), ITransactionRun
{
    private EventBatch<T> _events = Wrap(batch);

    public override ITransactionRun? Transaction => handler.IsInTransaction ? this : null;

    public IReadOnlyList<Effects> Effects { get; } = [.. batch.Select(delivery => delivery.Effects)];

    public TimeSpan DedupeFor => handler.Options.DedupeFor;

    public EventMetadata? Identity(int place) => Batch[place].Identity;

    public override ValueTask Begin() => new(handler.Handle(_events, null));

    public async ValueTask Begin(DbTransaction transaction)
    {
        foreach (var delivery in Batch) delivery.BeginsNow();
        if (Batch.Any(delivery => delivery.Effects.IsRepeated)) _events = Wrap(Batch.Where(delivery => !delivery.Effects.IsRepeated));
        await handler.Handle(_events, transaction).ConfigureAwait(false);
        if (_events.Any(e => e.Failure is not null)) throw new EventsFailedException();
    }

    public void Again()
    {
        // They may have been changed.
        foreach (var delivery in Batch)
        {
            delivery.ReleaseEvent();
            delivery.Decode();
        }
        _events = Wrap(Batch);
    }

    public override IReadOnlyDictionary<EventDelivery, Exception> Failures =>
        _events.Where(e => e.Failure is not null).ToDictionary(e => (EventDelivery)e.Context, e => e.Failure!);

    private static EventBatch<T> Wrap(IEnumerable<EventDelivery> batch) =>
        new([.. batch.Select(delivery => new BatchedEvent<T>(((EventDelivery<T>)delivery).Event!, delivery))]);
}
