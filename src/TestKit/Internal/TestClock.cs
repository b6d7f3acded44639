using System.Collections.Concurrent;

namespace Akka.Events.TestKit.Internal;

/// <summary>Time that passes when a test lets it. Timers ring on the thread that does. Safe from any thread.</summary>
internal sealed class TestClock : TimeProvider
{
    private static readonly ConcurrentDictionary<int, TestClock> Living = new();
    private static int _numbers;

    private readonly PriorityQueue<Alarm, (long At, long Number)> _alarms = new();
    private readonly Lock _lock = new();
    private readonly DateTimeOffset _beginning = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private long _now;
    private long _made;

    public TestClock() => Living[Number] = this;

    /// <summary>Names it in an actor system's configuration.</summary>
    public int Number { get; } = Interlocked.Increment(ref _numbers);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public static TestClock Of(int number) => Living[number];

    public void Forget() => Living.TryRemove(Number, out _);

    // A timestamp of 0 means "never" to some.
    public override long GetTimestamp() => Volatile.Read(ref _now) + TimeSpan.TicksPerDay;

    public override DateTimeOffset GetUtcNow() => _beginning + TimeSpan.FromTicks(Volatile.Read(ref _now));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    public Alarm Set(TimeSpan delay, Action rings)
    {
        var alarm = new Alarm(rings);
        lock (_lock) _alarms.Enqueue(alarm, (_now + Math.Max(0, delay.Ticks), _made++));
        return alarm;
    }

    /// <summary>Goes on to the next timer, at most for a while, and lets it ring. What is left of the while.</summary>
    public TimeSpan Step(TimeSpan most)
    {
        Alarm? alarm = null;
        long passed;
        lock (_lock)
        {
            while (_alarms.TryPeek(out var next, out _) && next.IsOff) _alarms.Dequeue();
            var due = _alarms.TryPeek(out _, out var priority) ? Math.Max(0, priority.At - _now) : long.MaxValue;
            passed = Math.Min(due, most.Ticks);
            _now += passed;
            if (due <= most.Ticks) alarm = _alarms.Dequeue();
        }
        alarm?.Ring();
        return alarm is null ? TimeSpan.Zero : most - TimeSpan.FromTicks(passed);
    }

    /// <summary>A timer is due within a while.</summary>
    public bool IsDueWithin(TimeSpan time)
    {
        lock (_lock)
        {
            while (_alarms.TryPeek(out var next, out _) && next.IsOff) _alarms.Dequeue();
            return _alarms.TryPeek(out _, out var priority) && priority.At <= _now + time.Ticks;
        }
    }

    internal sealed class Alarm(Action rings)
    {
        public bool IsOff { get; private set; }

        public void TurnOff() => IsOff = true;

        public void Ring()
        {
            if (!IsOff) rings();
        }
    }

    private sealed class Timer(TestClock clock, TimerCallback callback, object? state) : ITimer
    {
        private Alarm? _alarm;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _alarm?.TurnOff();
            _alarm = dueTime == Timeout.InfiniteTimeSpan ? null : clock.Set(dueTime, () =>
            {
                if (period > TimeSpan.Zero) Change(period, period);
                callback(state);
            });
            return true;
        }

        public void Dispose() => _alarm?.TurnOff();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
