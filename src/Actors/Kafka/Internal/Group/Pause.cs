namespace Akka.Events.Kafka.Internal.Group;

/// <summary>A wait between two tries, on the monotonic clock.</summary>
internal sealed class Pause(TimeProvider time, TimeSpan length)
{
    private long? _begun;

    /// <summary>What is left of the pause: zero when there is none.</summary>
    internal TimeSpan Left
    {
        get
        {
            if (_begun is not { } begun) return TimeSpan.Zero;
            var left = length - time.GetElapsedTime(begun);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    internal void Begin() => _begun = time.GetTimestamp();

    internal void End() => _begun = null;
}
