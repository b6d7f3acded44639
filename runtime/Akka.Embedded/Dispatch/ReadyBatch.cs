using System.Runtime.CompilerServices;
using Akka.Actor.Internal;

namespace Akka.Dispatch;

/// <summary>
/// Actors that one thread has made ready, as one work item of the pool. It lies in the pool's queue from its first actor on, so nothing
/// waits for it to fill; that thread goes on adding until another begins to run it. While a handler blocks, other threads take the rest.
/// </summary>
internal sealed class ReadyBatch : IThreadPoolWorkItem
{
    private const int Capacity = 32;
    private const int Closed = 1 << 30;

    private Cells _cells;
    private int _state = 1; // how many there are; Closed once it runs
    private int _taken;

    internal ReadyBatch(ActorCell first) => _cells[0] = first;

    /// <summary>By the thread that made it.</summary>
    internal bool TryAdd(ActorCell cell)
    {
        var count = Volatile.Read(ref _state);
        if (count >= Capacity) return false;
        _cells[count] = cell;
        return Interlocked.CompareExchange(ref _state, count + 1, count) == count;
    }

    void IThreadPoolWorkItem.Execute()
    {
        var count = Interlocked.Or(ref _state, Closed) & ~Closed;
        var index = Interlocked.Increment(ref _taken) - 1;
        if (index + 1 < count) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        var context = ExecutionContext.Capture();
        while (index < count)
        {
            // Others may have taken these already.
            if (index + 2 < count) _cells[index + 2]?.Prefetch();
            if (index + 1 < count) _cells[index + 1]?.PrefetchActor();
            Take(index).RunTurn(context);
            index = Interlocked.Increment(ref _taken) - 1;
        }
    }

    // Its thread may remember the batch for long, which must not keep the actors alive.
    private ActorCell Take(int index)
    {
        var cell = _cells[index];
        _cells[index] = null;
        return cell;
    }

    [InlineArray(Capacity)]
    private struct Cells
    {
        private ActorCell _first;
    }
}
