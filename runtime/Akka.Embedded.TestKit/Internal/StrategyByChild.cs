using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.TestKit.Internal;

/// <summary>The test actor's strategy: each child by the one it was created with, the others by the default.</summary>
internal sealed class StrategyByChild : SupervisorStrategy
{
    private readonly Dictionary<IActorRef, SupervisorStrategy> _strategies = [];

    public override IDecider Decider => DefaultDecider;

    public IActorRef Supervise(IActorRef child, SupervisorStrategy strategy)
    {
        if (strategy is not null) _strategies[child] = strategy;
        return child;
    }

    internal override bool HandleFailure(ActorCell parent, ActorCell child, Exception cause) =>
        _strategies.GetValueOrDefault(child, DefaultStrategy).HandleFailure(parent, child, cause);

    internal override void Apply(ActorCell parent, ActorCell child, Exception cause, bool restart) =>
        _strategies.GetValueOrDefault(child, DefaultStrategy).Apply(parent, child, cause, restart);
}
