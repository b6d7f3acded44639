namespace Akka.Events.Tests.Support;

/// <summary>A clock that stands still until it is told how much time has passed. It has no timers.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _ticks = TimeSpan.TicksPerDay;
    private long _jumped = TimeSpan.TicksPerDay * 1000;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_ticks + _jumped);

    public void Advance(TimeSpan time) => _ticks += time.Ticks;

    /// <summary>Sets the time of day forward or back, which is no passing of time.</summary>
    public void Jump(TimeSpan by) => _jumped += by.Ticks;
}
