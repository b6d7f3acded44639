using Akka.Event;

namespace Akka.Actor.Internal;

internal sealed partial class ActorSystemImpl
{
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stack<Action> _callbacks = new();
    private volatile bool _terminating;
    private int _stopping;
    private bool _callbacksRun;
    private IActorRef _deadLetterListener;

    public override Task WhenTerminated => _terminated.Task;

    public override Task Terminate()
    {
        if (Settings.CoordinatedShutdownRunByActorSystemTerminate)
            _ = CoordinatedShutdown.Get(this).Run(CoordinatedShutdown.ActorSystemTerminateReason.Instance);
        else FinalTerminate();
        return WhenTerminated;
    }

    public override void Abort() => FinalTerminate();

    public override void RegisterOnTermination(Action code)
    {
        lock (_callbacks)
        {
            if (_callbacksRun)
                throw new InvalidOperationException("The actor system has terminated: no callback can be registered any more");
            _callbacks.Push(code);
        }
    }

    /// <summary>Stops /user, then /system, then the root, then everything else.</summary>
    internal void FinalTerminate()
    {
        if (Interlocked.Exchange(ref _stopping, 1) != 0) return;
        if (!Settings.LogDeadLettersDuringShutdown && _deadLetterListener is not null) Stop(_deadLetterListener);
        _terminating = true;
        WhenDead(_user, () =>
        {
            LogToStandardOut();
            foreach (var logger in _loggers) EventStream.Unsubscribe(logger);
            WhenDead(_system, () => _root.SendSystem(new Terminate()));
            _system.SendSystem(new Terminate());
        });
        _user.SendSystem(new Terminate());
    }

    internal void OnRootFailed(Exception cause)
    {
        Log.Error(cause, "The root guardian failed: the actor system stops");
        FinalTerminate();
    }

    internal void OnRootTerminated() => ThreadPool.UnsafeQueueUserWorkItem(static system => system.Close(), this, preferLocal: false);
    private static void WhenDead(ActorCell actor, Action then) => actor.SendSystem(new Watch(new DeathCallback(then)));

    private void Close()
    {
        (Scheduler as IDisposable)?.Dispose();
        foreach (var entry in _timeouts.Stop()) entry.Fire();
        Dispatchers.Shutdown();
        lock (_callbacks) _callbacksRun = true;
        foreach (var callback in _callbacks)
        {
            try
            {
                callback();
            }
            catch (Exception e)
            {
                Log.Error(e, "A termination callback failed");
            }
        }

        EventStream.Unsubscribe(_standardOut);
        _terminated.TrySetResult();
    }

    private sealed class DeathCallback(Action then) : InternalActorRef
    {
        public override ActorPath Path { get; } = new RootActorPath(new Address("akka", "death-callback"));

        public override void Tell(object message, IActorRef sender) { }

        internal override void SendSystem(SystemMessage message)
        {
            if (message is DeathNotice) then();
        }
    }
}
