using System.Diagnostics;
using Akka.Actor.Internal;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.Actor;

/// <summary>The default scheduler. It keeps the name that configurations know; inside it is a heap, exact to a millisecond.</summary>
internal sealed class HashedWheelTimerScheduler(Config scheduler, ILoggingAdapter log) : SchedulerBase(scheduler, log), IDisposable
{
    private static readonly long Origin = Stopwatch.GetTimestamp();

    private readonly TimerQueue _queue = new("akka-scheduler");

    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(Origin);
    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(Origin);
    public override DateTimeOffset Now => DateTimeOffset.UtcNow;
    internal TimerQueue Queue => _queue;

    // Everything outstanding runs once, at once.
    public void Dispose()
    {
        foreach (var entry in _queue.Stop()) entry.Fire();
    }

    private protected override void Schedule(TimeSpan delay, TimeSpan? interval, IRunnable action, ICancelable cancelable)
    {
        if (cancelable?.IsCancellationRequested == true) return;
        var entry = new Entry(this, action, cancelable, interval is { } span ? TimerQueue.Ticks(span) : 0);
        (cancelable as Cancelable)?.Attach(entry);
        _queue.Add(entry, TimerQueue.Now + TimerQueue.Ticks(delay));
        // Cancelled while it was being added.
        if (cancelable?.IsCancellationRequested == true) entry.Cancel();
    }

    private sealed class Entry(HashedWheelTimerScheduler scheduler, IRunnable action, ICancelable cancelable, long interval)
        : TimerEntry, IThreadPoolWorkItem
    {
        internal override void Fire()
        {
            if (cancelable?.IsCancellationRequested == true) return;
            // User code must not hold up the timers; a tell only queues.
            if (action is TellAction) Execute();
            else ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Execute()
        {
            if (cancelable?.IsCancellationRequested == true) return;
            try
            {
                action.Run();
            }
            catch (Exception e)
            {
                scheduler.Log?.Error(e, "A scheduled action failed{0}", interval > 0 ? " and won't be repeated" : "");
                return;
            }

            if (interval > 0) Repeat();
        }

        // From the time it was due, not from now: the interval doesn't drift. What was missed is not made up for.
        private void Repeat()
        {
            var now = TimerQueue.Now;
            var next = Due + interval;
            if (next <= now) next = now + interval - ((now - Due) % interval);
            try
            {
                Queue.Add(this, next);
            }
            catch (SchedulerException)
            {
                // Stopped: this was the last time.
                return;
            }

            if (cancelable?.IsCancellationRequested == true) Cancel();
        }
    }
}
