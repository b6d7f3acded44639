using Akka.Actor.Internal;

namespace Akka.Actor;

public class Cancelable : ICancelable, IDisposable
{
    private readonly IActionScheduler _scheduler;
    private CancellationTokenSource _source;
    private TimerEntry _entry;
    private volatile bool _cancelled;

    public Cancelable(IScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    public Cancelable(IActionScheduler scheduler, TimeSpan delay)
        : this(scheduler) => CancelAfter(delay);

    public Cancelable(IScheduler scheduler, int millisecondsDelay)
        : this(scheduler, TimeSpan.FromMilliseconds(millisecondsDelay)) { }

    public Cancelable(IScheduler scheduler)
        : this(scheduler?.Advanced) { }

    public Cancelable(IActionScheduler scheduler) => _scheduler = scheduler;
    public bool IsCancellationRequested => _cancelled;
    public bool IsDisposed { get; private set; }
    public CancellationToken Token => Source.Token;

    // Most are never asked for their token.
    private CancellationTokenSource Source
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            if (_source is { } source) return source;
            source = Interlocked.CompareExchange(ref _source, new CancellationTokenSource(), null) ?? _source;
            if (_cancelled) source.Cancel();
            return source;
        }
    }

    public static ICancelable CreateCanceled()
    {
        var cancelled = new Cancelable((IActionScheduler)null);
        cancelled.Cancel();
        return cancelled;
    }

    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler.Advanced, cancelables);

    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params ICancelable[] cancelables) =>
        CreateLinkedCancelable(scheduler, cancelables.Select(one => one.Token).ToArray());

    public static ICancelable CreateLinkedCancelable(IScheduler scheduler, params CancellationToken[] cancellationTokens) =>
        CreateLinkedCancelable(scheduler.Advanced, cancellationTokens);

    public static ICancelable CreateLinkedCancelable(IActionScheduler scheduler, params CancellationToken[] cancellationTokens)
    {
        var linked = new Cancelable(scheduler);
        foreach (var token in cancellationTokens) token.Register(static state => ((Cancelable)state).Cancel(), linked);
        return linked;
    }

    public void Cancel() => Cancel(false);

    public void Cancel(bool throwOnFirstException)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        _cancelled = true;
        _source?.Cancel(throwOnFirstException);
        _entry?.Cancel();
        _entry = null;
    }

    public void CancelAfter(TimeSpan delay)
    {
        if (_cancelled) return;
        if (delay <= TimeSpan.Zero) Cancel();
        else _scheduler.ScheduleOnce(delay, Cancel);
    }

    public void CancelAfter(int millisecondsDelay) => CancelAfter(TimeSpan.FromMilliseconds(millisecondsDelay));

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancelling then takes the entry out of its queue at once, instead of leaving it there until it is due.</summary>
    internal void Attach(TimerEntry entry) => _entry = entry;

    protected virtual void Dispose(bool disposing)
    {
        if (IsDisposed) return;
        IsDisposed = true;
        if (disposing) _source?.Dispose();
    }
}
