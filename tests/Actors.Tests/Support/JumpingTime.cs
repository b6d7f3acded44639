namespace Akka.Events.Tests.Support;

/// <summary>The system's clock, whose time of day the test sets forward and back.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long _jumped;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Volatile.Read(ref _jumped));

    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);
}
