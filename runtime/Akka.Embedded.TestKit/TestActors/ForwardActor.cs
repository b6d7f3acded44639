using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Passes everything on with its sender.</summary>
public class ForwardActor : ActorBase
{
    private readonly IActorRef _target;

    public ForwardActor(IActorRef target) => _target = target;
    public static Props Props(IActorRef target) => Akka.Actor.Props.Create(() => new ForwardActor(target));

    protected override bool Receive(object message)
    {
        _target.Forward(message);
        return true;
    }
}
