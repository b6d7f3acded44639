using Akka.Actor;
using Akka.Event;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Handling.Internal.Shard;

/// <summary>
/// Deliveries whose key still has a handler running that was begun by a former incarnation of the shard: they wait here for its end, in
/// their order. Used on the shard's turn only.
/// </summary>
internal sealed class FormerRuns(GivenUpRuns given, IActorRef self)
{
    private readonly Dictionary<HandledKey, List<EventDelivery>> _waiting = [];

    /// <summary>True when the delivery waits; <see cref="FormerRunEnded"/> says when it may go on.</summary>
    public bool HasToWait(EventDelivery delivery)
    {
        if ((given.IsEmpty && _waiting.Count == 0) || !delivery.HasKey) return false;
        var key = new HandledKey(delivery.Handler, delivery.KeySpan.ToArray());
        if (!_waiting.TryGetValue(key, out var waiting))
        {
            if (given.Find(key) is not { } run) return false;
            _waiting.Add(key, waiting = []);
            run.ContinueWith(
                _ => self.Tell(new FormerRunEnded(key), ActorRefs.NoSender), CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        waiting.Add(delivery);
        return true;
    }

    /// <summary>What has waited for a key.</summary>
    public List<EventDelivery> Take(HandledKey key) => _waiting.Remove(key, out var waiting) ? waiting : [];

    /// <summary>To the shard: nothing of the key runs any more.</summary>
    internal sealed record FormerRunEnded(HandledKey Key) : INoSerializationVerificationNeeded, IDeadLetterSuppression;
}
