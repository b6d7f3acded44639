namespace Akka.Actor.Internal;

internal sealed partial class ActorCell
{
    internal void OnSuspend()
    {
        _suspended++;
        foreach (var child in ChildSnapshot()) child.SendSystem(new Suspend());
    }

    internal void OnResume(Exception cause)
    {
        if (_status is ActorStatus.Terminating or ActorStatus.Terminated or ActorStatus.Restarting) return;
        if (_status == ActorStatus.CreationFailed)
        {
            // There is no state to go on with.
            OnRecreate(cause);
            return;
        }

        if (_suspended > 0) _suspended--;
        var perpetrator = _extras?.Perpetrator;
        if (cause is not null && _extras is not null) _extras.Perpetrator = null;
        foreach (var child in ChildSnapshot()) child.SendSystem(new Resume(perpetrator == child ? cause : null));
        ArmReceiveTimeout();
    }

    internal void OnChildFailed(ActorCell child, Exception cause)
    {
        if (child._parent != this || !child.IsListed) return;
        try
        {
            if (!StrategyInForce().HandleFailure(this, child, cause)) Fail(cause, null, child);
        }
        catch (Exception e)
        {
            Fail(e, null, child);
        }
    }

    internal RestartStatistics StatisticsOf(ActorCell child)
    {
        var all = Extras.Restarts ??= [];
        if (!all.TryGetValue(child, out var statistics)) all[child] = statistics = new RestartStatistics();
        return statistics;
    }

    internal List<ActorCell> ChildSnapshot() => _children?.Snapshot() ?? [];

    internal void StopChild(ActorCell child)
    {
        if (!child._stopRequested && child.IsListed)
        {
            child._stopRequested = true;
            _children.Stopping++;
        }

        child.SendSystem(new Terminate());
    }

    private bool IsListed => _parent?._children?.Contains(this) == true;

    // The actor and its children wait until the supervisor has decided.
    private void Fail(Exception e, List<ActorCell> notToSuspend = null, ActorCell perpetrator = null)
    {
        if (_status is ActorStatus.Terminating or ActorStatus.Terminated)
        {
            LogError(e, "exception while stopping");
            return;
        }

        if (_extras?.Perpetrator is not null) return;
        Extras.Perpetrator = perpetrator ?? this;
        _suspended++;
        foreach (var child in ChildSnapshot())
        {
            if (child != perpetrator && notToSuspend?.Contains(child) != true) child.SendSystem(new Suspend());
        }

        var cause = Unwrap(e);
        if (_parent is not null) _parent.SendSystem(new Failed(this, cause));
        else System.OnRootFailed(cause);
    }

    private SupervisorStrategy StrategyInForce()
    {
        if (_actor is null) return SupervisorStrategy.DefaultStrategy;
        return Extras.Strategy ??= _props.SupervisorStrategy ?? _actor.StrategyOfItsOwn() ?? SupervisorStrategy.DefaultStrategy;
    }
}
