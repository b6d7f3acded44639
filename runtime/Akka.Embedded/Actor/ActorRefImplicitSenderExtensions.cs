using Akka.Actor.Internal;

namespace Akka.Actor;

public static class ActorRefImplicitSenderExtensions
{
    public static void Tell(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.ImplicitSender);
    public static void Forward(this IActorRef receiver, object message) => receiver.Tell(message, ActorCell.Current?.SenderOrNull);
}
