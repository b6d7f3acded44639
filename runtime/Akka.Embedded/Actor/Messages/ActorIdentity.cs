namespace Akka.Actor;

public sealed class ActorIdentity(object messageId, IActorRef subject)
{
    public object MessageId { get; } = messageId;
    public IActorRef Subject { get; } = subject;

    public override string ToString() => $"<ActorIdentity>: {MessageId} {Subject}";
}
