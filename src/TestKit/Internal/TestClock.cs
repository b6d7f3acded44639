using System.Collections.Concurrent;

namespace Akka.Events.TestKit.Internal;

/// <summary>Time that passes when a test lets it. Timers ring on the thread that does.</summary>
internal sealed class TestClock : AlarmClock
{
    private static readonly ConcurrentDictionary<int, TestClock> Living = new();
    private static int _numbers;

    private long _now;

    public TestClock() => Living[Number] = this;

    /// <summary>Names it in an actor system's configuration.</summary>
    public int Number { get; } = Interlocked.Increment(ref _numbers);

    protected override TimeSpan Now => TimeSpan.FromTicks(Volatile.Read(ref _now));

    public static TestClock Of(int number) => Living[number];

    public void Forget() => Living.TryRemove(Number, out _);

    /// <summary>Goes on to the next timer, at most for a while, and lets it ring. What is left of the while.</summary>
    public TimeSpan Step(TimeSpan most)
    {
        Alarm? alarm;
        TimeSpan passed;
        lock (Gate)
        {
            passed = Next is { } next && next - Now < most ? next - Now : most;
            _now += passed.Ticks;
            alarm = TakeDue(Now);
        }
        alarm?.Ring();
        return alarm is null ? TimeSpan.Zero : most - passed;
    }
}
