using System.Diagnostics;

namespace Akka.Actor.Internal;

/// <summary>
/// What is due when: a heap with four children to a node, worked off by one thread that sleeps until the first is due. Entries know their
/// place, so that what is cancelled leaves at once.
/// </summary>
internal sealed class TimerQueue(string name)
{
    private readonly object _lock = new();
    private TimerEntry[] _heap = new TimerEntry[64];
    private int _count;
    private long _order;
    private bool _started;
    private bool _stopped;
    private Thread _thread;

    internal static long Now => Stopwatch.GetTimestamp();
    internal static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);

    internal void Add(TimerEntry entry, long due)
    {
        lock (_lock)
        {
            if (_stopped) throw new SchedulerException("The scheduler has been stopped: nothing can be scheduled any more");
            entry.Queue = this;
            entry.Due = due;
            entry.Order = _order++;
            if (_count == _heap.Length) Array.Resize(ref _heap, _count * 2);
            SiftUp(entry, _count++);
            if (!_started)
            {
                _started = true;
                _thread = new Thread(Run) { IsBackground = true, Name = name };
                _thread.UnsafeStart();
            }
            else if (entry.Index == 0)
            {
                Monitor.Pulse(_lock);
            }
        }
    }

    internal bool Remove(TimerEntry entry)
    {
        lock (_lock)
        {
            if (entry.Index < 0) return false;
            RemoveAt(entry.Index);
            return true;
        }
    }

    /// <summary>Ends the thread and gives back what was still to come, in order.</summary>
    internal List<TimerEntry> Stop()
    {
        var rest = new List<TimerEntry>();
        lock (_lock)
        {
            _stopped = true;
            while (_count > 0) rest.Add(RemoveAt(0));
            Monitor.Pulse(_lock);
        }

        return rest;
    }

    private void Run()
    {
        while (true)
        {
            TimerEntry due;
            lock (_lock)
            {
                while (true)
                {
                    if (_stopped) return;
                    if (_count == 0)
                    {
                        Monitor.Wait(_lock);
                        continue;
                    }

                    var wait = _heap[0].Due - Now;
                    if (wait <= 0) break;
                    // Rounded up: never early. A day at most, as a wait in milliseconds must fit.
                    var milliseconds = Math.Min((wait * 1000 / Stopwatch.Frequency) + 1, 86_400_000);
                    Monitor.Wait(_lock, (int)milliseconds);
                }

                due = RemoveAt(0);
            }

            due.Fire();
        }
    }

    private TimerEntry RemoveAt(int index)
    {
        var removed = _heap[index];
        var last = _heap[--_count];
        _heap[_count] = null;
        removed.Index = -1;
        if (removed == last) return removed;
        if (index > 0 && last.IsBefore(_heap[(index - 1) >> 2])) SiftUp(last, index);
        else SiftDown(last, index);
        return removed;
    }

    private void SiftUp(TimerEntry entry, int index)
    {
        while (index > 0)
        {
            var parent = (index - 1) >> 2;
            if (!entry.IsBefore(_heap[parent])) break;
            Place(_heap[parent], index);
            index = parent;
        }

        Place(entry, index);
    }

    private void SiftDown(TimerEntry entry, int index)
    {
        while (true)
        {
            var first = (index << 2) + 1;
            if (first >= _count) break;
            var least = first;
            for (var child = first + 1; child < Math.Min(first + 4, _count); child++)
            {
                if (_heap[child].IsBefore(_heap[least])) least = child;
            }

            if (!_heap[least].IsBefore(entry)) break;
            Place(_heap[least], index);
            index = least;
        }

        Place(entry, index);
    }

    private void Place(TimerEntry entry, int index)
    {
        _heap[index] = entry;
        entry.Index = index;
    }
}
