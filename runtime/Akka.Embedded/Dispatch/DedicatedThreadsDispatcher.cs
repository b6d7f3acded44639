using System.Collections.Concurrent;
using Akka.Actor.Internal;

namespace Akka.Dispatch;

/// <summary>Threads of its own, started as they are needed, so that handlers that block hold up nobody else.</summary>
internal sealed class DedicatedThreadsDispatcher(ActorSystemImpl system, string id, int throughput, int maxThreads)
    : MessageDispatcher(system, id, throughput)
{
    private readonly BlockingCollection<ActorCell> _ready = [];
    private int _threads;
    private int _idle;

    internal override void Schedule(ActorCell cell, bool yielding)
    {
        _ready.Add(cell);
        if (Volatile.Read(ref _idle) >= _ready.Count || Volatile.Read(ref _threads) >= maxThreads) return;
        if (Interlocked.Increment(ref _threads) <= maxThreads)
            new Thread(Run) { IsBackground = true, Name = $"{System.Name}-{Id}" }.UnsafeStart();
        else Interlocked.Decrement(ref _threads);
    }

    internal override void Shutdown() => _ready.CompleteAdding();

    private void Run()
    {
        var context = ExecutionContext.Capture();
        while (true)
        {
            Interlocked.Increment(ref _idle);
            var taken = _ready.TryTake(out var cell, Timeout.Infinite);
            Interlocked.Decrement(ref _idle);
            if (!taken) return;
            cell.RunTurn(context);
        }
    }
}
