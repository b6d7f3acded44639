using Akka.Events.Consuming;
using Akka.Events.Handling.Internal.Entities;

namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>A group, checked and ready to be started.</summary>
internal sealed record GroupPlan(string Name, GroupOptions Options, IReadOnlyList<HandlerPlan> Handlers)
{
    /// <summary>Each process handles all events, from its start on.</summary>
    public bool IsBroadcast { get; init; }

    public bool HasTransactions => Handlers.Any(h => h.Definition.IsInTransaction);

    public bool HasEntities => Handlers.Any(h => h.Definition is EntityType);
}
