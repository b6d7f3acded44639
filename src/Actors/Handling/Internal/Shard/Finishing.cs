using Akka.Actor;
using Akka.Event;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// The way from ended to finished: a delivery whose effects have to be completed elsewhere waits for that, and only then goes into a batch.
/// Used on the shard's turn only.
/// </summary>
internal sealed class Finishing(CommitBatches finished, IActorRef self)
{
    private int _completing;

    /// <summary>All that has ended is finished, and durable.</summary>
    public bool IsEmpty => _completing == 0 && finished.IsEmpty;

    /// <summary>A delivery has ended, and its outcome is that it is done with.</summary>
    public void Add(EventDelivery ended)
    {
        if (ended.Effects.Completion is not { IsCompletedSuccessfully: false } completion)
        {
            finished.Add(ended);
            return;
        }
        _completing++;
        completion.PipeTo(self, success: () => new EffectsCompleted(ended, null), failure: e => new EffectsCompleted(ended, e));
    }

    public void Add(DeliveryBatch ended)
    {
        foreach (var delivery in ended) Add(delivery);
    }

    /// <exception cref="InvalidOperationException">They could not be completed: nothing of the shard may go on.</exception>
    public void Completed(EffectsCompleted completed)
    {
        if (completed.Failure is { } failure)
            throw new InvalidOperationException($"what has to be done before {completed.Delivery.Topic}@{completed.Delivery.Offset} is finished has failed", failure);
        _completing--;
        finished.Add(completed.Delivery);
    }

    /// <summary>To the shard: all that the delivery's effects need elsewhere is done.</summary>
    internal sealed record EffectsCompleted(EventDelivery Delivery, Exception? Failure) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
