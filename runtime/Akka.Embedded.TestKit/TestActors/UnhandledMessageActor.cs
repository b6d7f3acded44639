using Akka.Actor;

namespace Akka.TestKit.TestActors;

/// <summary>Handles nothing.</summary>
public class UnhandledMessageActor : ActorBase
{
    protected override bool Receive(object message) => false;
}
