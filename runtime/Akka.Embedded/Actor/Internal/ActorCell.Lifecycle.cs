using Akka.Event;

namespace Akka.Actor.Internal;

internal sealed partial class ActorCell
{
    /// <summary>The incarnation being constructed registers itself here, from its base constructor.</summary>
    internal void Attach(ActorBase actor)
    {
        if (_actor is not null || !IsConstructing)
            throw new ActorInitializationException("An actor can't be created with 'new': use ActorOf with Props.");
        IsConstructing = false;
        _actor = actor;
    }

    internal bool IsConstructing { get; private set; }

    internal void OnTerminate()
    {
        if (_status is ActorStatus.Terminating or ActorStatus.Terminated) return;
        _status = ActorStatus.Terminating;
        if (DebugsLifecycle) LogDebug("stopping");
        SetReceiveTimeout(null);
        CancelReceiveTimeout();
        if (_extras?.Async is { } context) context.IsAlive = false;
        _extras?.Timers?.CancelAll();
        UnwatchAll();
        _children?.Close();
        foreach (var child in ChildSnapshot()) StopChild(child);
        if (_children is null or { Count: 0 }) FinishTermination();
    }

    internal void OnRecreate(Exception cause)
    {
        if (_status is ActorStatus.Restarting or ActorStatus.Terminating or ActorStatus.Terminated) return;
        var actor = _actor;
        if (DebugsLifecycle) LogDebug("restarting");
        if (actor is not null)
        {
            try
            {
                _extras?.Timers?.CancelAll();
                actor.AroundPreRestart(cause, FailedMessage);
                _extras?.Stash?.UnstashAll();
            }
            catch (Exception e)
            {
                _extras?.Stash?.Forget();
                LogError(e, "exception in PreRestart");
            }

            Detach(actor);
        }
        else
        {
            foreach (var child in ChildSnapshot()) StopChild(child);
        }

        _status = ActorStatus.Restarting;
        Extras.RestartCause = actor is null ? null : cause;
        if (_children is null or { Stopping: 0 }) FinishRestart();
    }

    private object FailedMessage => _extras?.Perpetrator == this ? CurrentMessage : null;

    private void Create()
    {
        try
        {
            Construct();
            _status = ActorStatus.Running;
            if (DebugsLifecycle) LogDebug($"started ({_actor.GetType()})");
            _actor.AroundPreStart();
            ArmReceiveTimeout();
        }
        catch (Exception e)
        {
            FailCreation(e, null);
        }
    }

    private void Construct()
    {
        IsConstructing = true;
        try
        {
            var actor = _props.NewActor() ?? throw new ActorInitializationException(this, "The actor's producer made no actor");
            _actor = actor;
            _intercepted = ActorBase.InterceptsReceive(actor.GetType());
            if (_intercepted) _behaviour ??= actor.OwnReceive; // made once, as it is handed on with every message
            if (actor is IInitializableActor initializable) initializable.Init();
            if (actor is IActorStash stashing) stashing.Stash = (Extras.Stash = new ActorStash(this, stashing));
        }
        finally
        {
            IsConstructing = false;
        }
    }

    private void FinishRestart()
    {
        var cause = _extras.RestartCause;
        var message = FailedMessage;
        _extras.RestartCause = null;
        _extras.Perpetrator = null;
        _suspended = 0;
        _current = null;
        var survivors = ChildSnapshot();
        try
        {
            Construct();
            _status = ActorStatus.Running;
            if (cause is null) _actor.AroundPreStart();
            else _actor.AroundPostRestart(cause, message);
            if (DebugsLifecycle) LogDebug($"restarted ({_actor.GetType()})");
            foreach (var child in survivors) child.SendSystem(new Recreate(cause));
            ArmReceiveTimeout();
        }
        catch (Exception e)
        {
            FailCreation(e, cause, survivors);
        }
    }

    private void FailCreation(Exception e, Exception restartCause, List<ActorCell> notToSuspend = null)
    {
        e = Unwrap(e);
        if (_actor is { } actor) Detach(actor);

        _status = ActorStatus.CreationFailed;
        var failure = restartCause is not null
            ? new PostRestartException(this, e, restartCause)
            : e as ActorInitializationException ?? new ActorInitializationException(this, $"Exception during creation: {e.Message}", e);
        Fail(failure, notToSuspend);
    }

    // The incarnation is over: nothing of it may act any more.
    private void Detach(ActorBase actor)
    {
        _extras?.Timers?.CancelAll();
        CancelReceiveTimeout();
        if (_extras is { } extras)
        {
            if (extras.Async is { } context) context.IsAlive = false;
            extras.Async = null;
            extras.Behaviours = null;
            extras.Strategy = null;
            extras.Timers = null;
            extras.Stash = null;
        }

        _awaiting = 0;
        _behaviour = null;
        _actor = null;
        try
        {
            _props.Release(actor);
        }
        catch (Exception e)
        {
            LogError(e, "exception in Dispose");
        }
    }

    private void FinishTermination()
    {
        var actor = _actor;
        try
        {
            actor?.AroundPostStop();
        }
        catch (Exception e)
        {
            LogError(e, "exception in PostStop");
        }

        CloseMailbox();
        _status = ActorStatus.Terminated;
        if (DebugsLifecycle) LogDebug("stopped");
        if (_parent is not null) _parent.SendSystem(new DeathNotice(this, existenceConfirmed: true));
        else System.OnRootTerminated();
        TellWatchers();
        CloseToSystem();
        if (actor is not null) Detach(actor);
        _current = null;
        _extras = null;
    }

    internal void LogError(Exception cause, string message) =>
        System.EventStream.Publish(new Error(cause, Path.ToString(), _props.Type, $"{message}: {cause.Message}"));

    private bool DebugsLifecycle => System.Settings.DebugLifecycle;

    private void LogDebug(string message) =>
        System.EventStream.Publish(new Debug(Path.ToString(), _actor?.GetType() ?? _props.Type, message));

    private static Exception Unwrap(Exception e)
    {
        while (true)
        {
            switch (e)
            {
                case global::System.Reflection.TargetInvocationException { InnerException: { } inner }:
                    e = inner;
                    continue;
                case AggregateException { InnerExceptions.Count: 1 } aggregate:
                    e = aggregate.InnerExceptions[0];
                    continue;
                default:
                    return e;
            }
        }
    }
}
