using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>A handler as it was registered, before its options are known.</summary>
internal abstract class HandlerSetup(string name)
{
    public string Name { get; } = name;

    /// <summary>What is handled, for messages.</summary>
    public abstract string What { get; }

    /// <summary>Why it can't be; null when it can.</summary>
    public virtual string? Problem => null;

    /// <param name="options">The handler's options from its group and the configuration; what was said in code is laid over them.</param>
    public abstract HandlerPlan Plan(HandlerOptions options);
}

/// <param name="Definition">The handler.</param>
/// <param name="Bind">Gives it what only the actor system has.</param>
internal sealed record HandlerPlan(HandlerDefinition Definition, Action<ActorSystem> Bind);
