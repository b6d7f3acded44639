namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>
/// The token of one delivery's attempt: made when a handler first asks for it, cancelled by the event's timeout and by its partition's
/// stop.
/// </summary>
internal sealed class DeliveryCancellation : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _stop;
    private readonly ITimer _timer;

    public DeliveryCancellation(EventDelivery delivery)
    {
        var time = delivery.Source.Time;
        var elapsed = delivery.Started == 0 ? TimeSpan.Zero : time.GetElapsedTime(delivery.Started);
        var left = delivery.Handler.Options.Timeout - elapsed;
        _stop = delivery.Source.Stopped.UnsafeRegister(Cancel, _cancellation);
        _timer = time.CreateTimer(Cancel, _cancellation, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public CancellationToken Token => _cancellation.Token;

    // The source itself is left to the collector: the timer may still be firing.
    public void Dispose()
    {
        _timer.Dispose();
        _stop.Dispose();
    }

    private static void Cancel(object? cancellation) => ((CancellationTokenSource)cancellation!).Cancel();
}
