using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>
/// Where an asynchronous handler goes on after an await: one step at a time and with its actor's Context, as on the actor's own turn. The
/// pool runs the steps, not the mailbox, so that a handler comes to its end even where its actor has ended before. What is left running
/// when the event has ended goes on without the Context. Safe from any thread.
/// </summary>
internal sealed class HandlerTurn(ActorCell cell) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Step, object? State)> _steps = new();
    private ActorCell? _cell = cell;
    private bool _isAtWork;

    /// <summary>Runs the handler up to its first await.</summary>
    public Task Begin<T>(Func<T, Task> handler, T argument)
    {
        var before = Current;
        _isAtWork = true;
        SetSynchronizationContext(this);
        try
        {
            return handler(argument);
        }
        finally
        {
            SetSynchronizationContext(before);
            bool goesOn;
            lock (_steps) goesOn = _isAtWork = _steps.Count > 0;
            // Not what is at work by then: a step that came meanwhile has begun its own.
            if (goesOn) ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.Run(), this, preferLocal: false);
        }
    }

    /// <summary>The event has ended: the actor goes on to others.</summary>
    public void End() => Volatile.Write(ref _cell, null);

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (_steps)
        {
            _steps.Enqueue((d, state));
            if (_isAtWork) return;
            _isAtWork = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.Run(), this, preferLocal: false);
    }

    public override SynchronizationContext CreateCopy() => this;

    private void Run()
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            while (Next() is var (step, state))
            {
                InternalCurrentActorCellKeeper.Current = Volatile.Read(ref _cell);
                step(state);
            }
        }
        finally
        {
            InternalCurrentActorCellKeeper.Current = null;
            SetSynchronizationContext(before);
        }
    }

    private (SendOrPostCallback Step, object? State)? Next()
    {
        lock (_steps)
        {
            if (_steps.TryDequeue(out var next)) return next;
            _isAtWork = false;
            return null;
        }
    }
}
