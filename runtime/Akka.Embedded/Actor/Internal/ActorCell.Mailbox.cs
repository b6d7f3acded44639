using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>
/// The mailbox. Senders push onto <c>_head</c>, a stack; the actor's turn takes the whole of it, turns it round and works it off from
/// <c>_queue</c>. <c>_head</c> also says who owns the actor: null means nobody, so whoever pushes onto null schedules the turn.
/// Otherwise somebody does, and <see cref="Claimed"/> lies at the bottom. <see cref="Closed"/> ends it all.
/// </summary>
internal sealed partial class ActorCell
{
    private static readonly Node Claimed = new(null, null);
    private static readonly Node Closed = new(null, null);
    private static readonly SystemMessage ClosedToSystem = new Suspend();

    public override void Tell(object message, IActorRef sender)
    {
        if (message is null) throw new InvalidMessageException("Message is null");
        Enqueue(new Node(message, sender));
    }

    void IThreadPoolWorkItem.Execute() => RunTurn();

    internal override void SendSystem(SystemMessage message)
    {
        var head = Volatile.Read(ref _systemHead);
        while (true)
        {
            if (head == ClosedToSystem)
            {
                message.OnDead(this);
                return;
            }

            message.Next = head;
            var seen = Interlocked.CompareExchange(ref _systemHead, message, head);
            if (seen == head) break;
            head = seen;
        }

        Wake();
    }

    internal void RunTurn()
    {
        t_current = this;
        t_hasScheduled = false;
        if (_status == ActorStatus.Starting) Create();
        var left = _dispatcher.Throughput;
        while (true)
        {
            try
            {
                if (Work(ref left)) break;
            }
            catch (Exception e)
            {
                Fail(e);
            }
        }

        t_current = null;
    }

    /// <summary>A turn on a thread that goes on to other actors, which must not see this one's flow of control.</summary>
    internal void RunTurn(ExecutionContext outer)
    {
        RunTurn();
        if (ExecutionContext.Capture() != outer) ExecutionContext.Restore(outer);
    }

    /// <summary>Runs an actor's turn inside whatever this thread is doing, which may be another actor's.</summary>
    internal static void RunWithin(ActorCell cell)
    {
        var outer = t_current;
        try
        {
            cell.RunTurn();
        }
        finally
        {
            t_current = outer;
        }
    }

    /// <summary>Puts a delivery in front of everything that waits.</summary>
    internal void Prepend(Node node)
    {
        node.Next = _queue;
        _queue = node;
    }

    /// <summary>Puts a chain of deliveries in front of everything that waits.</summary>
    internal void PrependAll(Node first, Node last)
    {
        last.Next = _queue;
        _queue = first;
    }

    /// <summary>The delivery that comes next, if it is known already.</summary>
    internal Node Front => _queue;

    internal Node TakeFront()
    {
        var node = _queue;
        _queue = node.Next;
        return node;
    }

    /// <summary>Sends the current delivery to dead letters.</summary>
    internal void Discard() => ToDeadLetters(_current);

    /// <summary>Work that takes several steps in one message must give way: the system has a say, or a handler awaits.</summary>
    internal bool MustYield => _awaiting != 0 || Volatile.Read(ref _systemHead) is not null;
    internal bool HasMessages => _queue is not null || Volatile.Read(ref _head) is { } head && head != Claimed && head != Closed;

    private void Enqueue(Node node)
    {
        var head = Volatile.Read(ref _head);
        while (true)
        {
            if (head == Closed)
            {
                ToDeadLetters(node);
                return;
            }

            node.Next = head == Claimed ? null : head;
            var seen = Interlocked.CompareExchange(ref _head, node, head);
            if (seen == head) break;
            head = seen;
        }

        if (head is null) _dispatcher.Schedule(this, yielding: false);
    }

    // True: the turn is over, and the actor may already be running elsewhere.
    private bool Work(ref int left)
    {
        while (true)
        {
            if (Volatile.Read(ref _systemHead) is not null) WorkSystem();
            if ((_suspended | _awaiting | (int)_status) != 0)
            {
                if (TryPark()) return true;
                continue;
            }

            var node = _queue ?? Take();
            if (node is null)
            {
                if (TryRelease()) return true;
                continue;
            }

            if (left-- <= 0)
            {
                _current = null;
                _dispatcher.Schedule(this, yielding: true);
                return true;
            }

            _queue = node.Next;
            Invoke(node);
        }
    }

    private Node Take()
    {
        var head = Volatile.Read(ref _head);
        return head == Claimed ? null : _queue = Node.Reverse(Interlocked.Exchange(ref _head, Claimed));
    }

    private void WorkSystem()
    {
        ForgetDelivery();
        var message = SystemMessage.Reverse(Interlocked.Exchange(ref _systemHead, null));
        while (message is not null)
        {
            var next = message.Next;
            message.Next = null;
            if (_status == ActorStatus.Terminated) message.OnDead(this);
            else ApplySystem(message);
            message = next;
        }
    }

    private void ApplySystem(SystemMessage message)
    {
        try
        {
            message.Apply(this);
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    // Nothing to do: the next sender schedules. False: something came in meanwhile and the turn goes on.
    private bool TryRelease()
    {
        _current = null;
        if (Interlocked.CompareExchange(ref _head, null, Claimed) != Claimed) return false;
        return Volatile.Read(ref _systemHead) is null || Interlocked.CompareExchange(ref _head, Claimed, null) is not null;
    }

    // User messages are on hold: senders go on pushing without scheduling, and a system message wakes the actor.
    private bool TryPark()
    {
        if (_status == ActorStatus.Terminated) return true;
        ForgetDelivery();
        Interlocked.Exchange(ref _parked, 1);
        return Volatile.Read(ref _systemHead) is null || Interlocked.CompareExchange(ref _parked, 0, 1) != 1;
    }

    // An awaiting handler still has its message, and a failure is about one until it has been dealt with.
    private void ForgetDelivery()
    {
        if (_awaiting == 0 && _extras?.Perpetrator is null) _current = null;
    }

    private void Wake()
    {
        if (Interlocked.CompareExchange(ref _head, Claimed, null) is null || Interlocked.CompareExchange(ref _parked, 0, 1) == 1)
            _dispatcher.Schedule(this, yielding: false);
    }

    private void CloseMailbox()
    {
        _extras?.Stash?.UnstashAll();
        var waiting = _queue;
        _queue = null;
        ToDeadLettersAll(waiting);
        var head = Interlocked.Exchange(ref _head, Closed);
        if (head != Claimed) ToDeadLettersAll(Node.Reverse(head));
    }

    private void CloseToSystem()
    {
        var message = SystemMessage.Reverse(Interlocked.Exchange(ref _systemHead, ClosedToSystem));
        while (message is not null)
        {
            var next = message.Next;
            message.OnDead(this);
            message = next;
        }
    }

    private void ToDeadLettersAll(Node node)
    {
        for (; node is not null; node = node.Next) ToDeadLetters(node);
    }

    private void ToDeadLetters(Node node)
    {
        var message = node.Message is TimerMessage timer ? timer.Message : node.Message;
        System.DeadLetterRef.Receive(message, node.Sender, this);
    }
}
