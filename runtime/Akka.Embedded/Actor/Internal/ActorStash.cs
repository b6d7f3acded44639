namespace Akka.Actor.Internal;

/// <summary>Deliveries put aside, oldest first. They are the mailbox's own nodes, which go back to its front.</summary>
internal sealed class ActorStash : IStash
{
    private readonly ActorCell _cell;
    private readonly LinkedList<Node> _stashed = [];
    private Node _last;

    internal ActorStash(ActorCell cell, IActorStash actor)
    {
        _cell = cell;
        Capacity = CapacityFor(cell, actor);
    }

    public int Capacity { get; }
    public int Count => _stashed.Count;
    public bool IsEmpty => Count == 0;
    public bool NonEmpty => Count > 0;
    public bool IsFull => Capacity >= 0 && Count >= Capacity;

    public void Stash()
    {
        var delivery = _cell.CurrentDelivery
            ?? throw new InvalidOperationException("There is no message to stash: the actor is not handling one");
        if (delivery == _last) throw new IllegalActorStateException($"Can't stash the same message {delivery.Message} more than once");
        if (IsFull)
        {
            throw new StashOverflowException(
                $"Couldn't enqueue message {delivery.Message.GetType()} from {delivery.Sender} to stash of {_cell}: it holds {Capacity}");
        }

        _last = delivery;
        _stashed.AddLast(delivery);
    }

    public void Unstash()
    {
        if (_stashed.First is not { } oldest) return;
        _stashed.RemoveFirst();
        Return(oldest.Value);
    }

    public void UnstashAll() => UnstashAll(static _ => true);

    public void UnstashAll(Func<Envelope, bool> predicate)
    {
        for (var node = _stashed.Last; node is not null; node = node.Previous)
        {
            if (predicate(new Envelope(node.Value.Message, node.Value.Sender, _cell.System))) Return(node.Value);
        }

        _stashed.Clear();
    }

    public IEnumerable<Envelope> ClearStash()
    {
        var all = _stashed.Select(delivery => new Envelope(delivery.Message, delivery.Sender, _cell.System)).ToList();
        Forget();
        return all;
    }

    public void Prepend(IEnumerable<Envelope> envelopes)
    {
        foreach (var envelope in envelopes.Reverse())
        {
            if (_stashed.Any(delivery => ReferenceEquals(delivery.Message, envelope.Message))) continue;
            _stashed.AddFirst(new Node(envelope.Message, envelope.Sender));
        }
    }

    internal void Forget() => _stashed.Clear();

    // A message that comes back is a new delivery: it may be stashed again.
    private void Return(Node delivery)
    {
        if (delivery == _last) _last = null;
        _cell.Prepend(delivery == _cell.CurrentDelivery ? new Node(delivery.Message, delivery.Sender) : delivery);
    }

    private static int CapacityFor(ActorCell cell, IActorStash actor)
    {
        if (actor is IWithUnboundedStash) return -1;
        var given = cell.ActorProps.Deploy.StashCapacity;
        if (given >= 0) return given;
        var config = cell.System.Settings.Config;
        var mailbox = cell.ActorProps.Mailbox ?? global::Akka.Dispatch.Mailboxes.DefaultMailboxId;
        return Math.Max(-1, config.GetInt(mailbox + ".stash-capacity", -1));
    }
}
