namespace Akka.Events.Handling.Internal.Limits;

/// <summary>
/// The process's line for slots. What becomes free is given to the one who has waited longest of those that can begin with it, and who is told of it:
/// nobody comes in between, so that nobody waits for ever, and who waits holds nothing that another could use. Safe from any thread.
/// </summary>
internal sealed class SlotLine
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(SlotChain Chain, Action Waiter)> _waiting = []; // none of them could begin
    private readonly Dictionary<Action, SlotChain> _given = [];

    public bool TryTake(SlotChain chain, Action waiter)
    {
        lock (_lock)
        {
            if (_given.Remove(waiter)) return true;
            if (IsFree(chain))
            {
                Move(chain, -1);
                return true;
            }
            if (!_waiting.Contains((chain, waiter))) _waiting.AddLast((chain, waiter));
            return false;
        }
    }

    public void Release(SlotChain chain)
    {
        List<Action>? told;
        lock (_lock)
        {
            Move(chain, 1);
            told = HandOut();
        }
        Tell(told);
    }

    public void Forget(SlotChain chain, Action waiter)
    {
        List<Action>? told = null;
        lock (_lock)
        {
            _waiting.Remove((chain, waiter));
            if (_given.Remove(waiter))
            {
                Move(chain, 1);
                told = HandOut();
            }
        }
        Tell(told);
    }

    /// <summary>There are more slots of a kind, or fewer: what is under way stays.</summary>
    public void Resize(Slots slots, int count)
    {
        List<Action>? told;
        lock (_lock)
        {
            slots.Free += count - slots.Count;
            slots.Count = count;
            foreach (var (waiter, chain) in _given.ToArray())
            {
                if (slots.Free >= 0) break;
                if (!chain.Levels.Contains(slots)) continue;
                _given.Remove(waiter);
                Move(chain, 1);
                _waiting.AddFirst((chain, waiter));
            }
            told = HandOut();
        }
        Tell(told);
    }

    private List<Action>? HandOut()
    {
        List<Action>? told = null;
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            var (chain, waiter) = node.Value;
            if (IsFree(chain))
            {
                Move(chain, -1);
                _waiting.Remove(node);
                _given.Add(waiter, chain);
                (told ??= []).Add(waiter);
            }
            node = next;
        }
        return told;
    }

    private static void Tell(List<Action>? told)
    {
        if (told is null) return;
        foreach (var waiter in told) waiter();
    }

    private static bool IsFree(SlotChain chain)
    {
        foreach (var slots in chain.Levels)
            if (slots.Free <= 0)
                return false;
        return true;
    }

    private static void Move(SlotChain chain, int by)
    {
        foreach (var slots in chain.Levels) slots.Free += by;
    }
}
