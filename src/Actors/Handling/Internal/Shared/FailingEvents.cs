using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>
/// The events and keys of a group in this process that don't get on, as problems: one for each handler, which tells of the first of them
/// (and has its cause) and counts the others. Safe from any thread.
/// </summary>
internal sealed class FailingEvents(Problems problems)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<object, LinkedListNode<Failing>> _all = [];
    private readonly Dictionary<HandlerDefinition, LinkedList<Failing>> _byHandler = [];

    /// <summary>One doesn't get on, or goes on not to.</summary>
    public void Show(object of, HandlerDefinition handler, ProblemCause cause, string problem)
    {
        lock (_lock)
        {
            if (!_byHandler.TryGetValue(handler, out var failing)) _byHandler.Add(handler, failing = []);
            if (_all.TryGetValue(of, out var known)) known.ValueRef = known.Value with { Cause = cause, Problem = problem };
            else _all.Add(of, failing.AddLast(new Failing(of, handler, cause, problem)));
            Tell(handler, failing);
        }
    }

    /// <summary>It has got on, or is nobody's any more.</summary>
    public void Hide(object of)
    {
        lock (_lock)
        {
            if (!_all.Remove(of, out var node)) return;
            var handler = node.Value.Handler;
            var failing = _byHandler[handler];
            failing.Remove(node);
            Tell(handler, failing);
        }
    }

    private void Tell(HandlerDefinition handler, LinkedList<Failing> failing)
    {
        if (failing.First is not { Value: var first }) problems.Settle(handler);
        else
            problems.Report(
                handler, first.Cause, failing.Count == 1 ? first.Problem : $"{first.Problem} (and {failing.Count - 1} more of it)");
    }

    private readonly record struct Failing(object Of, HandlerDefinition Handler, ProblemCause Cause, string Problem);
}
