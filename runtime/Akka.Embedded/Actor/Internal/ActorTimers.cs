using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>
/// One incarnation's timers. A timer's message carries the timer itself and is let through only while that one is still in charge of
/// its key: a cancelled or replaced timer is never seen, even if its message already waits.
/// </summary>
internal sealed class ActorTimers(ActorCell cell) : ITimerScheduler
{
    private readonly Dictionary<object, TimerMessage> _active = [];

    public IReadOnlyCollection<object> ActiveTimers => _active.Keys;
    public bool IsTimerActive(object key) => _active.ContainsKey(key);
    public void StartPeriodicTimer(object key, object msg, TimeSpan interval) => StartPeriodicTimer(key, msg, interval, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan interval, IActorRef sender) =>
        StartPeriodicTimer(key, msg, interval, interval, sender);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval) =>
        StartPeriodicTimer(key, msg, initialDelay, interval, null);

    public void StartPeriodicTimer(object key, object msg, TimeSpan initialDelay, TimeSpan interval, IActorRef sender)
    {
        var timer = Replace(key, msg, isPeriodic: true);
        timer.Handle = cell.System.Scheduler.ScheduleTellRepeatedlyCancelable(initialDelay, interval, cell, timer, sender);
    }

    public void StartSingleTimer(object key, object msg, TimeSpan timeout) => StartSingleTimer(key, msg, timeout, null);

    public void StartSingleTimer(object key, object msg, TimeSpan timeout, IActorRef sender)
    {
        var timer = Replace(key, msg, isPeriodic: false);
        timer.Handle = cell.System.Scheduler.ScheduleTellOnceCancelable(timeout, cell, timer, sender);
    }

    public void Cancel(object key)
    {
        if (_active.Remove(key, out var timer)) timer.Handle?.Cancel();
    }

    public void CancelAll()
    {
        foreach (var timer in _active.Values) timer.Handle?.Cancel();
        _active.Clear();
    }

    internal bool TryTake(TimerMessage timer)
    {
        if (!_active.TryGetValue(timer.Key, out var active) || active != timer) return false;
        if (!timer.IsPeriodic) _active.Remove(timer.Key);
        return true;
    }

    private TimerMessage Replace(object key, object message, bool isPeriodic)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (message is null) throw new InvalidMessageException("Message is null");
        Cancel(key);
        return _active[key] = new TimerMessage(this, key, message, isPeriodic);
    }
}

internal sealed class TimerMessage(ActorTimers owner, object key, object message, bool isPeriodic)
    : IAutoReceivedMessage, IDeadLetterSuppression, INoSerializationVerificationNeeded
{
    internal ActorTimers Owner { get; } = owner;
    internal object Key { get; } = key;
    internal object Message { get; } = message;
    internal bool IsPeriodic { get; } = isPeriodic;
    internal ICancelable Handle { get; set; }
}
