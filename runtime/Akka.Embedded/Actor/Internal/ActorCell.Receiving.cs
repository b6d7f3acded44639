namespace Akka.Actor.Internal;

internal sealed partial class ActorCell
{
    internal bool IsAwaiting => _awaiting != 0;

    /// <summary>Handlers of one delivery may act for different senders.</summary>
    internal void SetSender(IActorRef sender) => _current.Sender = sender;
    internal void HoldForAsync() => _awaiting++;

    internal void ReleaseFromAsync(Exception cause)
    {
        _awaiting--;
        if (cause is not null) Fail(cause);
        else ArmReceiveTimeout();
    }

    internal void RunTask(Func<Task> action)
    {
        if (t_current != this) throw new InvalidOperationException("RunTask can be called only on the actor's own turn");
        (Extras.Async ??= new ActorSynchronizationContext(this)).Start(action);
    }

    /// <summary>Sets the current delivery's message to what a wrapper carried: a stash then keeps the plain message.</summary>
    internal void Receive(object message)
    {
        _current.Message = message;
        ReceiveUser(message);
    }

    private void Invoke(Node node)
    {
        _current = node;
        var message = node.Message;
        if (message is IAutoReceivedMessage) ReceiveAutomatically(message);
        else if (_extras is { ReceiveTimeout: not null }) ReceiveTimed(message);
        else
        {
            ReceiveUser(message);
            if (_extras is { ReceiveTimeout: not null }) ArmReceiveTimeout();
        }
    }

    private void ReceiveUser(object message)
    {
        var actor = _actor;
        bool handled;
        if (_behaviour is not { } behaviour) handled = actor.ReceiveOwn(message);
        else handled = _intercepted ? actor.ReceiveAround(behaviour, message) : behaviour(message);
        if (!handled) actor.ReceiveUnhandled(message);
    }

    private void ReceiveTimed(object message)
    {
        if (message is not INotInfluenceReceiveTimeout) CancelReceiveTimeout();
        ReceiveUser(message);
        ArmReceiveTimeout();
    }

    private void ReceiveAutomatically(object message)
    {
        if (message is not TimerMessage && System.Settings.DebugAutoReceive)
            LogDebug($"received AutoReceiveMessage <{message}> from {Sender}");
        switch (message)
        {
            case TimerMessage timer:
                if (timer.Owner.TryTake(timer)) Redeliver(timer.Message);
                break;
            case Terminated terminated:
                DeliverTerminated(terminated.ActorRef, terminated);
                break;
            case WatchedDied died:
                DeliverTerminated(died.Subject, died.Message);
                break;
            case PoisonPill:
                SendSystem(new Terminate());
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case Identify identify:
                Sender.Tell(new ActorIdentity(identify.MessageId, this), this);
                break;
            default:
                Redeliver(message);
                break;
        }
    }

    private void Redeliver(object message)
    {
        _current.Message = message;
        if (_extras is { ReceiveTimeout: not null }) ReceiveTimed(message);
        else
        {
            ReceiveUser(message);
            if (_extras is { ReceiveTimeout: not null }) ArmReceiveTimeout();
        }
    }

    private void CancelReceiveTimeout()
    {
        _extras?.PendingReceiveTimeout?.Cancel();
        if (_extras is not null) _extras.PendingReceiveTimeout = null;
    }

    // At the end of a message; while an asynchronous handler runs, at its end. A timer that still runs goes on.
    private void ArmReceiveTimeout()
    {
        if (_extras is not { ReceiveTimeout: { } timeout, PendingReceiveTimeout: null } || _awaiting != 0) return;
        if ((_suspended | (int)_status) != 0) return;
        _extras.PendingReceiveTimeout =
            System.Scheduler.ScheduleTellOnceCancelable(timeout, this, global::Akka.Actor.ReceiveTimeout.Instance, this);
    }
}
