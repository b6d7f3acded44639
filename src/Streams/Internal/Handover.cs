using Akka.Events.Handling;

namespace Akka.Events.Streams.Internal;

/// <summary>Between a group's handler and the stream that does its work. Bounded by the handler's concurrency: each event in it is one of its calls.</summary>
internal sealed class Handover<T>
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(T Event, EventCommit Commit)> _waiting = [];
    private Run? _run;

    public async Task Handle(T @event, EventContext context)
    {
        var commit = new EventCommit(context);
        var node = new LinkedListNode<(T, EventCommit)>((@event, commit));
        Action? wake;
        lock (_lock)
        {
            _waiting.AddLast(node);
            wake = _run?.Wake;
        }
        // Once it waits: where it is cancelled already, that is found here.
        using var cancelled = context.CancellationToken.Register(() =>
        {
            // What a stream has already is its own to end: it may look at the token.
            if (Withdraw(node)) commit.Fail(new OperationCanceledException(context.CancellationToken));
        });
        wake?.Invoke();
        await commit.Handled.ConfigureAwait(false);
    }

    /// <summary>A stream begins. Null when another one runs.</summary>
    /// <param name="wake">Called when there is something to take.</param>
    public Run? Begin(Action wake)
    {
        lock (_lock) return _run is null ? _run = new Run(this, wake) : null;
    }

    private bool Withdraw(LinkedListNode<(T, EventCommit)> node)
    {
        lock (_lock)
        {
            if (node.List is null) return false;
            _waiting.Remove(node);
            return true;
        }
    }

    /// <summary>One stream's part. Of its stage alone.</summary>
    internal sealed class Run(Handover<T> handover, Action wake)
    {
        private const int Often = 256;

        private readonly HashSet<EventCommit> _taken = [];
        private int _takes;

        public Action Wake { get; } = wake;

        public bool TryTake(out (T Event, EventCommit Commit) next)
        {
            lock (handover._lock)
            {
                next = default;
                if (handover._waiting.First is not { } first) return false;
                handover._waiting.RemoveFirst();
                next = first.Value;
                if (++_takes % Often == 0) _taken.RemoveWhere(commit => commit.Handled.IsCompleted);
                _taken.Add(next.Commit);
                return true;
            }
        }

        /// <summary>What it hasn't ended comes again.</summary>
        public void End()
        {
            lock (handover._lock) handover._run = null;
            foreach (var commit in _taken) commit.Fail(new StreamEndedException());
        }
    }
}
