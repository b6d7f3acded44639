namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>
/// The token of one attempt: made when the handler first asks for it, cancelled when the attempt has taken too long, by its
/// partition's stop, and where the handler's actor has ended. Each attempt has one of its own, with its own time.
/// </summary>
internal sealed class DeliveryCancellation : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _stop;
    private readonly ITimer _timer;
    private volatile bool _timedOut;

    /// <param name="delivery">The delivery.</param>
    /// <param name="began">When the attempt began, where that is known; else it begins now: a timestamp for each event would cost more
    /// than the events.</param>
    public DeliveryCancellation(EventDelivery delivery, long began)
    {
        var time = delivery.Source.Time;
        var left = delivery.Handler.Options.LimitOfAttempt - (began == 0 ? TimeSpan.Zero : time.GetElapsedTime(began));
        _stop = delivery.Source.Stopped.UnsafeRegister(static c => ((DeliveryCancellation)c!).Cancel(), this);
        _timer = time.CreateTimer(
            static c => ((DeliveryCancellation)c!).TimeOut(), this, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>The attempt has taken too long.</summary>
    public bool TimedOut => _timedOut;

    // The source itself is left to the collector: the timer may still be firing.
    public void Dispose()
    {
        _timer.Dispose();
        _stop.Dispose();
    }

    // What the handler has registered on its token is its own affair: it runs on a thread of the pool, as long as it likes, and what it
    // throws ends here.
    public void Cancel() => _cancellation.CancelAsync().ContinueWith(
        static cancelled =>
        {
            _ = cancelled.Exception;
            EventsTelemetry.ObserverThrew();
        },
        CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private void TimeOut()
    {
        _timedOut = true;
        Cancel();
    }
}
