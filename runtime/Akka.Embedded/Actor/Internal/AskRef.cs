namespace Akka.Actor.Internal;

/// <summary>The sender that an asked actor sees: its answer completes a task.</summary>
internal sealed class AskRef<T>(ActorSystemImpl system) : PromiseRef(system)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeoutEntry _timeout;
    private CancellationTokenRegistration _registration;

    internal Task<T> Answer => _answer.Task;

    internal void Start(TimeSpan timeout, CancellationToken token)
    {
        if (timeout >= TimeSpan.Zero)
        {
            _timeout = new TimeoutEntry(this, timeout);
            System.Timeouts.Add(_timeout, TimerQueue.Now + TimerQueue.Ticks(timeout));
        }

        if (!token.CanBeCanceled) return;
        _registration = token.UnsafeRegister(static (state, token) => ((AskRef<T>)state).Cancel(token), this);
    }

    internal void Fail(Exception cause)
    {
        if (TryEnd()) Complete(cause);
    }

    protected override void Take(object message)
    {
        Release();
        switch (message)
        {
            case Status.Failure failure:
                _answer.TrySetException(failure.Cause ?? new TaskCanceledException("The answer was a failure without a cause"));
                break;
            case Failure failure:
                _answer.TrySetException(failure.Exception ?? new TaskCanceledException("The answer was a failure without a cause"));
                break;
            case T answer:
                _answer.TrySetResult(answer);
                break;
            default:
                _answer.TrySetException(new ArgumentException(
                    $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]"));
                break;
        }
    }

    private void Complete(Exception cause)
    {
        Release();
        _answer.TrySetException(cause);
    }

    private void Cancel(CancellationToken token)
    {
        if (!TryEnd()) return;
        _timeout?.Cancel();
        _answer.TrySetCanceled(token);
    }

    private void Release()
    {
        _timeout?.Cancel();
        if (_registration != default) _registration.Unregister();
    }

    private sealed class TimeoutEntry(AskRef<T> ask, TimeSpan timeout) : TimerEntry
    {
        internal override void Fire() => ask.Fail(new AskTimeoutException($"Timeout after {timeout.TotalSeconds} seconds"));
    }
}
