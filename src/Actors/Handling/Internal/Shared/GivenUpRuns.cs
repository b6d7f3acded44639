using System.Collections.Concurrent;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>
/// Asynchronous handlers that still run although their shard has ended: the key's next event begins in this process when they have ended.
/// Safe from any thread.
/// </summary>
internal class GivenUpRuns
{
    private readonly ConcurrentDictionary<HandledKey, Task> _runs = new();
    private int _count;

    /// <summary>Nothing runs, as nearly always.</summary>
    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public void Add(HandledKey key, Task run)
    {
        Interlocked.Increment(ref _count);
        var all = _runs.AddOrUpdate(key, run, (_, before) => Task.WhenAll(before, run));
        all.ContinueWith(
            _ =>
            {
                _runs.TryRemove(KeyValuePair.Create(key, all));
                Interlocked.Decrement(ref _count);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>What still runs of a key; null when nothing does.</summary>
    public virtual Task? Find(HandledKey key) => _runs.TryGetValue(key, out var run) && !run.IsCompleted ? run : null;
}
