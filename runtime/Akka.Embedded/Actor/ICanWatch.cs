namespace Akka.Actor;

public interface ICanWatch
{
    IActorRef Unwatch(IActorRef subject);
    IActorRef Watch(IActorRef subject);
    IActorRef WatchWith(IActorRef subject, object message);
}
