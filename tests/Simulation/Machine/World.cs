namespace Akka.Events.Simulation.Machine;

/// <summary>
/// Everything of one run: its processes, its clock and its chance. One thread runs it, one step after another, and the seed alone says which
/// comes next, so a run that fails can be had again.
/// </summary>
internal sealed class World : IDisposable
{
    private readonly PriorityQueue<Event, (long At, long Number)> _events = new();
    private readonly List<VirtualProcess> _processes = [];
    private readonly List<Event> _due = [];
    private readonly ManualResetEventSlim _settled = new();
    private long _made;

    public World(int seed)
    {
        Random = new Random(seed);
        Seed = seed;
    }

    public int Seed { get; }

    public Random Random { get; }

    /// <summary>Virtual time since the beginning.</summary>
    public TimeSpan Now { get; private set; }

    public long Steps { get; private set; }

    public IReadOnlyList<VirtualProcess> Processes => _processes;

    /// <summary>What happened, newest last, for whoever has to understand a run that failed. Bounded.</summary>
    public RunLog Log { get; } = new();

    public bool Chance(double probability) => Random.NextDouble() < probability;

    public TimeSpan Between(double minMs, double maxMs) => TimeSpan.FromMilliseconds(minMs + Random.NextDouble() * (maxMs - minMs));

    public VirtualProcess Start(SimulatedGroup group)
    {
        var process = new VirtualProcess(this, $"p{_processes.Count + 1}") { Group = group };
        _processes.Add(process);
        return process;
    }

    /// <summary>Something that happens after a while, whatever becomes of the processes.</summary>
    public void After(TimeSpan delay, Action happens) => Add(new Event(Now + delay, null, happens));

    /// <summary>Something that a process learns after a while: later while it is frozen, never once it has crashed.</summary>
    public void After(TimeSpan delay, VirtualProcess process, Action happens) => Add(new Event(Now + delay, process, happens));

    /// <summary>An operation outside the process: it has its effect after a while, and its answer comes after another.</summary>
    public Task<T> Operation<T>(VirtualProcess process, double maxMs, Func<T> effect)
    {
        var answer = new TaskCompletionSource<T>();
        After(Between(0, maxMs), () =>
        {
            Action tell;
            try
            {
                var result = effect();
                tell = () => answer.TrySetResult(result);
            }
            catch (Exception e)
            {
                tell = () => answer.TrySetException(e);
            }
            After(Between(0, maxMs), process, tell);
        });
        return answer.Task;
    }

    /// <summary>A while of a process's own.</summary>
    public Task Pause(VirtualProcess process, TimeSpan length)
    {
        var over = new TaskCompletionSource();
        After(length, process, () => over.TrySetResult());
        return over.Task;
    }

    /// <summary>Runs steps until the condition holds. False when it doesn't within the virtual time.</summary>
    public bool Run(TimeSpan limit, Func<bool> until)
    {
        var end = Now + limit;
        while (!until())
        {
            if (Now >= end) return false;
            Step();
        }
        return true;
    }

    public void Dispose()
    {
        foreach (var process in _processes) process.Dispose();
    }

    private void Add(Event what)
    {
        lock (_events) _events.Enqueue(what, (what.At.Ticks, _made++));
    }

    private void Step()
    {
        Steps++;
        CollectDue();
        var runnable = 0;
        foreach (var process in _processes) runnable += process.Runnable;
        var choices = runnable + _due.Count;
        if (choices == 0)
        {
            Now = Next();
            return;
        }
        // A turn takes some microseconds; time also passes while much is to be done.
        Now += TimeSpan.FromMicroseconds(Random.Next(1, 40));
        var choice = Random.Next(choices);
        if (choice < _due.Count)
        {
            var what = _due[choice];
            _due.RemoveAt(choice);
            what.Happens();
            Settle();
            return;
        }
        choice -= _due.Count;
        foreach (var process in _processes)
        {
            if (choice < process.Runnable)
            {
                process.RunOne(choice);
                Settle();
                return;
            }
            choice -= process.Runnable;
        }
    }

    // Some continuations are left to the thread pool, which has one thread here and takes them in turn: they are part of the step.
    private void Settle()
    {
        if (ThreadPool.PendingWorkItemCount > 0) WaitForThreadPool();
    }

    /// <summary>Returns when what the thread pool had been given is done.</summary>
    public void WaitForThreadPool()
    {
        do
        {
            _settled.Reset();
            ThreadPool.UnsafeQueueUserWorkItem(static settled => settled.Set(), _settled, preferLocal: false);
            _settled.Wait();
        }
        while (ThreadPool.PendingWorkItemCount > 0);
    }

    private void CollectDue()
    {
        foreach (var process in _processes) process.CollectDue(_due);
        while (TakeDue() is { } what)
        {
            if (what.Process is { HasCrashed: true }) continue;
            if (what.Process is { IsFrozen: true } frozen) frozen.Defer(what);
            else _due.Add(what);
        }
        _due.RemoveAll(what => what.Process is { HasCrashed: true });
    }

    private Event? TakeDue()
    {
        lock (_events) return _events.TryPeek(out _, out var priority) && priority.At <= Now.Ticks ? _events.Dequeue() : null;
    }

    private TimeSpan Next()
    {
        var next = _events.TryPeek(out _, out var priority) ? TimeSpan.FromTicks(priority.At) : TimeSpan.MaxValue;
        foreach (var process in _processes)
            if (process.NextTimer is { } timer && timer < next)
                next = timer;
        if (next == TimeSpan.MaxValue) throw new InvalidOperationException("nothing will ever happen any more");
        return next > Now ? next : Now;
    }

    /// <summary>Something that is to happen at a time; with a process, only while it runs.</summary>
    internal sealed record Event(TimeSpan At, VirtualProcess? Process, Action Happens);
}
