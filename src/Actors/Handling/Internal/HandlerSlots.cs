using Akka.Actor;

namespace Akka.Events.Handling.Internal;

/// <summary>
/// How many events of one handler may be under way at once in this process, over all shards. Who finds none free is told when one is, in
/// turn.
/// </summary>
internal sealed class HandlerSlots(int count)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(IActorRef Waiter, object Message)> _waiting = new();
    private int _free = count;

    public bool TryTake(IActorRef waiter, object message)
    {
        lock (_lock)
        {
            if (_free > 0)
            {
                _free--;
                return true;
            }
            foreach (var (known, _) in _waiting)
                if (known.Equals(waiter))
                    return false;
            _waiting.AddLast((waiter, message));
            return false;
        }
    }

    public void Release()
    {
        (IActorRef Waiter, object Message) next = default;
        lock (_lock)
        {
            _free++;
            if (_waiting.First is { } first)
            {
                next = first.Value;
                _waiting.RemoveFirst();
            }
        }
        next.Waiter?.Tell(next.Message, ActorRefs.NoSender);
    }

    /// <summary>Takes a waiter that has ended out of the queue.</summary>
    public void Forget(IActorRef waiter)
    {
        lock (_lock)
        {
            for (var node = _waiting.First; node is not null; node = node.Next)
                if (node.Value.Waiter.Equals(waiter))
                {
                    _waiting.Remove(node);
                    break;
                }
        }
    }
}
