namespace Akka.Actor.Internal;

/// <summary>Parent of actors that have no other: it supervises, and whatever it is told is a dead letter.</summary>
internal sealed class GuardianActor(SupervisorStrategy strategy) : ActorBase
{
    protected override SupervisorStrategy SupervisorStrategy() => strategy;

    protected override bool Receive(object message)
    {
        if (message is StopChildOf stop) Cell.Stop(stop.Child);
        else Cell.System.DeadLetterRef.Receive(message, Sender, Self);
        return true;
    }

    // A guardian's children outlive its failure: they belong to the application.
    protected override void PreRestart(Exception reason, object message) { }
}

internal sealed class StopChildOf(ActorCell child) : INoSerializationVerificationNeeded
{
    internal ActorCell Child { get; } = child;
}
