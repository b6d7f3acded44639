using Akka.Event;

namespace Akka.TestKit.Internal;

/// <summary>Counts the log events that match any of the predicates, and keeps them from being printed.</summary>
internal sealed class LogFilter(IReadOnlyList<Predicate<LogEvent>> predicates, int awaited, EventStream stream) : IUnmutableFilter
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _unmuted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private int _unmutes;

    public int Count => Volatile.Read(ref _count);
    public Task Reached => _reached.Task;
    public Task Unmuted => _unmuted.Task;

    public bool Matches(LogEvent logged)
    {
        if (!predicates.Any(matches => matches(logged))) return false;
        if (Interlocked.Increment(ref _count) == awaited) _reached.SetResult();
        return true;
    }

    public void Unmute()
    {
        if (Interlocked.Increment(ref _unmutes) == 1) stream.Publish(new EndMute(this));
    }

    public void Dispose() => Unmute();

    /// <summary>Tells the listener to apply the filter.</summary>
    internal sealed record Mute(LogFilter Filter);

    internal sealed record EndMute(LogFilter Filter)
    {
        public void Confirm() => Filter._unmuted.TrySetResult();
    }
}
