using Akka.Dispatch;

namespace Akka.Actor;

public interface IActorContext : IActorRefFactory, ICanWatch
{
    MessageDispatcher Dispatcher { get; }
    IActorRef Parent { get; }
    Props Props { get; }
    TimeSpan? ReceiveTimeout { get; }
    IActorRef Self { get; }
    IActorRef Sender { get; }
    ActorSystem System { get; }

    void Become(Receive receive);
    void BecomeStacked(Receive receive);
    IActorRef Child(string name);
    IEnumerable<IActorRef> GetChildren();
    void SetReceiveTimeout(TimeSpan? timeout);
    void Stop(IActorRef child);
    void UnbecomeStacked();
}
