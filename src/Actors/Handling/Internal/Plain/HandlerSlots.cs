namespace Akka.Events.Handling.Internal.Plain;

/// <summary>
/// How many events of one handler may be under way at once in this process, over all shards. Who finds none free is given one that
/// becomes free, in turn, and told of it: nobody comes in between, so that nobody waits for ever. Safe from any thread.
/// </summary>
internal sealed class HandlerSlots(int count)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Action> _waiting = []; // while any wait, none is free
    private readonly HashSet<Action> _given = [];
    private int _free = count;

    /// <param name="waiter">Called, from any thread, when a slot has been given that is to be taken then.</param>
    /// <returns>False when none is free: the waiter then waits for one, once however often it asks.</returns>
    public bool TryTake(Action waiter)
    {
        lock (_lock)
        {
            if (_given.Remove(waiter)) return true;
            if (_free > 0)
            {
                _free--;
                return true;
            }
            if (!_waiting.Contains(waiter)) _waiting.AddLast(waiter);
            return false;
        }
    }

    public void Release()
    {
        Action waiter;
        lock (_lock)
        {
            if (_waiting.First is not { } first)
            {
                _free++;
                return;
            }
            waiter = first.Value;
            _waiting.RemoveFirst();
            _given.Add(waiter);
        }
        waiter();
    }

    /// <summary>A waiter has ended: it waits no longer, and what it was given and hasn't taken goes to the next.</summary>
    public void Forget(Action waiter)
    {
        bool given;
        lock (_lock)
        {
            _waiting.Remove(waiter);
            given = _given.Remove(waiter);
        }
        if (given) Release();
    }
}
