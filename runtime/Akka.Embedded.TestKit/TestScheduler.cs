using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;

namespace Akka.TestKit;

/// <summary>A scheduler whose time stands still until the test moves it.</summary>
public class TestScheduler : SchedulerBase
{
    private readonly PriorityQueue<Entry, (DateTimeOffset Due, long Order)> _entries = new();
    private DateTimeOffset _now = DateTimeOffset.UtcNow;
    private long _order;

    public TestScheduler(Config schedulerConfig, ILoggingAdapter log)
        : base(schedulerConfig, log) { }

    /// <summary>Virtual.</summary>
    public override DateTimeOffset Now => TimeNow;

    /// <summary>Real, as is the other monotonic clock.</summary>
    public override TimeSpan MonotonicClock => Stopwatch.GetElapsedTime(0);

    public override TimeSpan HighResMonotonicClock => Stopwatch.GetElapsedTime(0);

    protected DateTimeOffset TimeNow
    {
        get
        {
            lock (_entries) return _now;
        }
    }

    public void Advance(TimeSpan offset) => AdvanceTo(Now + offset);

    /// <summary>Runs all that is due until then, in the order of due time, on the calling thread; time moves on with it.</summary>
    public void AdvanceTo(DateTimeOffset when)
    {
        if (when < Now) throw new InvalidOperationException($"Time doesn't go back: it is {Now:O}, later than {when:O}");
        while (Next(when) is { } entry) Run(entry);
    }

    private protected override void Schedule(TimeSpan delay, TimeSpan? interval, IRunnable action, ICancelable cancelable)
    {
        lock (_entries) Add(new Entry(_now + delay, interval, action, cancelable));
    }

    private void Add(Entry entry) => _entries.Enqueue(entry, (entry.Due, _order++));

    private Entry Next(DateTimeOffset until)
    {
        lock (_entries)
        {
            if (!_entries.TryPeek(out var entry, out _) || entry.Due > until)
            {
                _now = until;
                return null;
            }

            _entries.Dequeue();
            _now = entry.Due > _now ? entry.Due : _now;
            return entry;
        }
    }

    private void Run(Entry entry)
    {
        if (entry.Cancelable?.IsCancellationRequested == true) return;
        try
        {
            entry.Action.Run();
        }
        catch (Exception e)
        {
            // As with the real scheduler, an action that fails isn't repeated.
            Log.Error(e, "A scheduled action failed");
            return;
        }

        if (entry.Interval is { } interval)
            lock (_entries) Add(entry with { Due = entry.Due + interval });
    }

    private sealed record Entry(DateTimeOffset Due, TimeSpan? Interval, IRunnable Action, ICancelable Cancelable);
}
