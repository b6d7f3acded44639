namespace Akka.Actor;

public static class ActorRefs
{
    public static readonly IActorRef NoSender = null;

    public static readonly Nobody Nobody = Nobody.Instance;
}
