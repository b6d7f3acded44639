using System.Collections.Concurrent;

namespace Akka.Actor.Internal;

/// <summary>
/// A sequence of registrations. Actors of one class register the same sequence, so shapes form a tree that is walked once per instance,
/// and the answer to "which registrations may take this type" is kept per shape.
/// </summary>
internal sealed class HandlerShape
{
    internal static readonly HandlerShape Empty = new([], false);

    private readonly ConcurrentDictionary<Type, Reach> _reach = new();
    private readonly ConcurrentDictionary<(HandlerStep, bool), HandlerShape> _next = new();
    private readonly bool _takesAll;
    private Branch _lastBranch;
    private Reach _lastReach;

    private HandlerShape(HandlerStep[] steps, bool takesAll)
    {
        Steps = steps;
        _takesAll = takesAll;
    }

    internal HandlerStep[] Steps { get; }

    internal HandlerShape Then(HandlerStep step, bool hasPredicate)
    {
        if (_takesAll) throw new InvalidOperationException("A handler for any message has been added already: no other can come after it");
        if (_lastBranch is { } branch && branch.Step == step && branch.HasPredicate == hasPredicate) return branch.Shape;
        var takesAll = step.MessageType == typeof(object) && !hasPredicate && !step.MayDecline;
        var shape = _next.GetOrAdd(
            (step, hasPredicate),
            static (_, made) => new HandlerShape([.. made.Steps, made.step], made.takesAll),
            (Steps, step, takesAll));
        _lastBranch = new Branch(step, hasPredicate, shape);
        return shape;
    }

    internal int[] CandidatesFor(Type type)
    {
        var last = _lastReach;
        if (last is not null && last.Type == type) return last.Candidates;
        if (!_reach.TryGetValue(type, out var reach))
        {
            var candidates = Enumerable.Range(0, Steps.Length).Where(i => Steps[i].MessageType.IsAssignableFrom(type)).ToArray();
            reach = _reach.GetOrAdd(type, new Reach(type, candidates));
        }

        _lastReach = reach;
        return reach.Candidates;
    }

    private sealed record Reach(Type Type, int[] Candidates);
    private sealed record Branch(HandlerStep Step, bool HasPredicate, HandlerShape Shape);
}
