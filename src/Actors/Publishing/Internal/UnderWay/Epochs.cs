namespace Akka.Events.Publishing.Internal.UnderWay;

/// <summary>What is under way, cut into epochs by each flush: a flush waits for those that were open before it, and for nobody after.</summary>
internal sealed class Epochs
{
    private readonly Lock _closing = new();
    private Epoch _current = new(Task.CompletedTask);

    /// <summary>Something begins. It ends by <see cref="Epoch.Leave"/>, once.</summary>
    internal Epoch Enter()
    {
        while (true)
        {
            var epoch = Volatile.Read(ref _current);
            if (epoch.TryEnter()) return epoch;
        }
    }

    /// <summary>Ends when all that has begun until now has ended.</summary>
    internal Task Close()
    {
        lock (_closing)
        {
            var closed = _current;
            Volatile.Write(ref _current, new Epoch(closed.AllBefore));
            closed.Leave();
            return closed.AllBefore;
        }
    }

    internal sealed class Epoch
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        // One more while the epoch is open.
        private long _inside = 1;

        internal Epoch(Task before) => AllBefore = Task.WhenAll(before, _ended.Task);

        /// <summary>This epoch and those before it.</summary>
        internal Task AllBefore { get; }

        internal bool TryEnter()
        {
            var inside = Volatile.Read(ref _inside);
            while (inside > 0)
            {
                var seen = Interlocked.CompareExchange(ref _inside, inside + 1, inside);
                if (seen == inside) return true;
                inside = seen;
            }
            return false;
        }

        internal void Leave()
        {
            if (Interlocked.Decrement(ref _inside) == 0) _ended.SetResult();
        }
    }
}
