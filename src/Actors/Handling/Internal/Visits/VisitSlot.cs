namespace Akka.Events.Handling.Internal.Visits;

/// <summary>What an entity instance does when it is visited.</summary>
internal sealed class VisitSlot(string name, Action? visit, Func<Task>? visitAsync, VisitSlot? next)
{
    public string Name { get; } = name;

    /// <summary>The instance's next slot: a list without an array, since there is one per entity.</summary>
    public VisitSlot? Next { get; } = next;

    /// <summary>What the constructor has registered.</summary>
    public Delegate Function => visitAsync ?? (Delegate)visit!;

    /// <summary>It gives a task that may go on.</summary>
    public bool IsAsync => visitAsync is not null;

    public Task Invoke()
    {
        if (visitAsync is not null) return visitAsync();
        visit!();
        return Task.CompletedTask;
    }
}
