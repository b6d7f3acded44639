using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Persistence;

/// <summary>
/// The commands that wait for recovery or for a Persist, as the deliveries they came in. They go back one at a time to the front of the
/// mailbox, each when the one before it has been handled; so nothing overtakes them.
/// </summary>
internal sealed class InternalStash
{
    private Node _first;
    private Node _last;
    private Node _released;
    private int _count;

    /// <summary>Keeps the current delivery; where there is no room, the owner's strategy decides.</summary>
    internal void Add(ActorCell cell, Eventsourced owner)
    {
        var capacity = cell.ActorProps.Deploy.StashCapacity;
        if (capacity < 0) capacity = owner.InternalStashCapacity;
        if (capacity >= 0 && _count >= capacity)
        {
            Overflow(cell, owner.InternalStashOverflowStrategy);
            return;
        }

        var node = cell.CurrentDelivery;
        node.Next = null;
        if (_last is null) _first = node;
        else _last.Next = node;
        _last = node;
        _count++;
    }

    internal void Prepend(IEnumerable<Envelope> envelopes)
    {
        Node first = null, last = null;
        foreach (var envelope in envelopes)
        {
            var node = new Node(envelope.Message, envelope.Sender);
            if (last is null) first = node;
            else last.Next = node;
            last = node;
            _count++;
        }

        if (last is null) return;
        last.Next = _first;
        _first = first;
        _last ??= last;
    }

    internal void ReleaseOne(ActorCell cell)
    {
        if (_first is null || (_released is not null && cell.Front == _released)) return;
        var node = _released = _first;
        _first = node.Next;
        if (_first is null) _last = null;
        _count--;
        cell.Prepend(node);
    }

    internal void ReleaseAll(ActorCell cell)
    {
        if (_first is null) return;
        var front = _released is not null && cell.Front == _released ? cell.TakeFront() : null; // it came before these
        cell.PrependAll(_first, _last);
        if (front is not null) cell.Prepend(front);
        _first = _last = null;
        _count = 0;
    }

    private static void Overflow(ActorCell cell, IStashOverflowStrategy strategy)
    {
        switch (strategy)
        {
            case DiscardToDeadLetterStrategy:
                cell.Discard();
                break;
            case ReplyToStrategy reply:
                cell.Discard();
                cell.Sender.Tell(reply.Response, cell);
                break;
            default:
                throw new StashOverflowException($"The internal stash of {cell.Path} is full");
        }
    }
}
