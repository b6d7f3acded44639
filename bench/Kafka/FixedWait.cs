using System.Runtime.InteropServices;

namespace Akka.Events.Bench.Kafka;

/// <summary>
/// Waits that are as long as they say: <see cref="Task.Delay(TimeSpan)"/> counts in whole milliseconds and ends up to one late, a fifth of
/// 5 ms. All waits are equally long, so that a queue keeps them in order; its thread sleeps until the first one is due. Some end early by
/// as much as others end late, so that the mean is right. Continuations run on that thread, as those of a delay run on the timer's.
/// </summary>
internal sealed class FixedWait : IDisposable
{
    private const int SetTimerSlack = 29; // PR_SET_TIMERSLACK, of this thread
    private const int Smoothing = 256; // waits
    private static readonly TimeSpan Resolution = TimeSpan.FromMicroseconds(100);
    private static readonly TimeSpan MostEarly = TimeSpan.FromMicroseconds(250);

    private readonly TimeSpan _length;
    private readonly Queue<Waiting> _queue = new();
    private readonly List<Waiting> _due = [];
    private readonly TimeProvider _time = TimeProvider.System;
    private bool _ended;
    private long _waits;
    private long _waited;

    public FixedWait(TimeSpan length)
    {
        _length = length;
        new Thread(Run) { IsBackground = true, Name = "bench-waits" }.Start();
    }

    /// <summary>How long the waits that have ended were, on average.</summary>
    public TimeSpan Mean => _waits == 0 ? TimeSpan.Zero : _time.GetElapsedTime(0, _waited / _waits);

    public Task Wait()
    {
        var waiting = new Waiting(_time.GetTimestamp());
        lock (_queue)
        {
            _queue.Enqueue(waiting);
            if (_queue.Count == 1) Monitor.Pulse(_queue);
        }
        return waiting.Task;
    }

    public void Dispose()
    {
        lock (_queue)
        {
            _ended = true;
            Monitor.Pulse(_queue);
        }
    }

    private void Run()
    {
        // The kernel otherwise lets a sleep last 50 µs longer, to wake several threads at once.
        _ = Prctl(SetTimerSlack, 1);
        var early = TimeSpan.Zero;
        while (true)
        {
            TimeSpan left;
            lock (_queue)
            {
                while (_queue.Count == 0 && !_ended) Monitor.Wait(_queue);
                if (_ended) return;
                left = Left(_queue.Peek());
                while (_queue.TryPeek(out var first) && Left(first) <= early) _due.Add(_queue.Dequeue());
            }
            foreach (var waiting in _due)
            {
                var waited = _time.GetTimestamp() - waiting.Begun;
                _waits++;
                _waited += waited;
                early = Within(early + (_time.GetElapsedTime(0, waited) - _length) / Smoothing);
                waiting.SetResult();
            }
            if (_due.Count > 0) left = Resolution;
            _due.Clear();
            Sleep(left < Resolution ? left : Resolution);
        }
    }

    private static TimeSpan Within(TimeSpan early) => early < TimeSpan.Zero ? TimeSpan.Zero : early > MostEarly ? MostEarly : early;

    private TimeSpan Left(Waiting waiting) => _length - _time.GetElapsedTime(waiting.Begun);

    private static void Sleep(TimeSpan time)
    {
        var spec = new TimeSpec(0, (nint)time.TotalNanoseconds);
        _ = NanoSleep(in spec, 0);
    }

    [DllImport("libc", EntryPoint = "prctl")]
    private static extern int Prctl(int option, nuint nanoseconds);

    [DllImport("libc", EntryPoint = "nanosleep")]
    private static extern int NanoSleep(in TimeSpec time, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct TimeSpec(nint Seconds, nint Nanoseconds);

    private sealed class Waiting(long begun) : TaskCompletionSource
    {
        public long Begun { get; } = begun;
    }
}
