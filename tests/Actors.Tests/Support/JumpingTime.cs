namespace Akka.Events.Tests.Support;

/// <summary>The system's time, whose clock can be set, and in which time can be said to have passed. Its timers know nothing of that.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long _jumped;
    private long _passed;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _jumped));

    public override long GetTimestamp() => base.GetTimestamp() + Volatile.Read(ref _passed);

    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);

    public void Pass(TimeSpan time) => Interlocked.Add(ref _passed, (long)(time.TotalSeconds * TimestampFrequency));
}
