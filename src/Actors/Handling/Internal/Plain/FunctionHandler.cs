using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Limits;
using Akka.Events.Handling.Internal.Shared;

namespace Akka.Events.Handling.Internal.Plain;

/// <summary>A handler that is a function, and has one actor for a shard instead of one for a key.</summary>
internal abstract class FunctionHandler(string name, HandlerOptions options) : HandlerDefinition(name, options)
{
    /// <summary>The slots for its calls under way in this process.</summary>
    public Slots Slots { get; } = new(options.MaxConcurrency);

    /// <summary>What runs it for one shard.</summary>
    public abstract Props Actor(GroupContext group);
}
