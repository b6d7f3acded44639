namespace Akka.Actor;

public interface IIndirectActorProducer
{
    Type ActorType { get; }

    ActorBase Produce();
    void Release(ActorBase actor);
}
