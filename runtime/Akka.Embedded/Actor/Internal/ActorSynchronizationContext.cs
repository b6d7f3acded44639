namespace Akka.Actor.Internal;

/// <summary>Brings the continuations of one incarnation's asynchronous handlers back to its actor's turn.</summary>
internal sealed class ActorSynchronizationContext(ActorCell cell) : SynchronizationContext
{
    /// <summary>False once the incarnation is gone: what it still awaited is not continued.</summary>
    internal bool IsAlive { get; set; } = true;

    public override void Post(SendOrPostCallback d, object state) => cell.SendSystem(new Continuation(this, d, state));

    public override void Send(SendOrPostCallback d, object state)
    {
        if (ActorCell.Current != cell)
            throw new NotSupportedException("An actor's context takes no synchronous calls from outside its turn");
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;

    internal void Run(SendOrPostCallback callback, object state)
    {
        if (!IsAlive) return;
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            callback(state);
        }
        catch (Exception e)
        {
            // Only an async void method throws here, and nobody awaits that.
            cell.LogError(e, "exception in an async void method");
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Starts an asynchronous handler; user messages wait until it has ended.</summary>
    internal void Start(Func<Task> action)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            var task = action();
            if (task is null) return;
            var awaiter = task.GetAwaiter();
            if (task.IsCompleted)
            {
                awaiter.GetResult();
                return;
            }

            cell.HoldForAsync();
            awaiter.UnsafeOnCompleted(() => Complete(task));
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    private void Complete(Task task)
    {
        if (IsAlive) cell.ReleaseFromAsync(task.IsCompletedSuccessfully ? null : CauseOf(task));
    }

    // What `await` would throw: the first exception, or a TaskCanceledException.
    private static Exception CauseOf(Task task) => task.Exception?.InnerExceptions[0] ?? new TaskCanceledException(task);
}
