using System.Collections.Concurrent;
using System.Reflection;
using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

public interface IInternalActor
{
    IActorContext ActorContext { get; }
}

public interface IInitializableActor
{
    void Init();
}

public abstract class ActorBase : IInternalActor
{
    private static readonly ConcurrentDictionary<Type, bool> Interception = new();

    private readonly ActorCell _cell;

    protected ActorBase()
    {
        _cell = ActorCell.Current
            ?? throw new ActorInitializationException("An actor can't be created with 'new': use ActorOf with Props.");
        _cell.Attach(this);
        if (this is IWithTimers timed) timed.Timers = _cell.Extras.Timers = new ActorTimers(_cell);
    }

    protected static IActorContext Context => ActorCell.CurrentOrThrow;
    protected static Receive EmptyReceive { get; } = _ => false;
    protected IActorRef Self => OnTurn;
    protected IActorRef Sender => OnTurn.Sender;
    IActorContext IInternalActor.ActorContext => OnTurn;
    internal ActorCell Cell => _cell;
    internal Receive OwnReceive => Receive;
    private ActorCell OnTurn => ActorCell.Current == _cell ? _cell : ActorCell.CurrentOrThrow;
    public virtual void AroundPreStart() => PreStart();
    public virtual void AroundPreRestart(Exception cause, object message) => PreRestart(cause, message);
    public virtual void AroundPostRestart(Exception cause, object message) => PostRestart(cause);
    public virtual void AroundPostStop() => PostStop();

    internal static bool InterceptsReceive(Type type) => Interception.GetOrAdd(type, static actor =>
        actor.GetMethod(nameof(AroundReceive), BindingFlags.Instance | BindingFlags.NonPublic)!.DeclaringType != typeof(ActorBase));

    internal bool ReceiveAround(Receive receive, object message) => AroundReceive(receive, message);
    internal bool ReceiveOwn(object message) => Receive(message);
    internal void ReceiveUnhandled(object message) => Unhandled(message);
    internal SupervisorStrategy StrategyOfItsOwn() => SupervisorStrategy();
    protected virtual bool AroundReceive(Receive receive, object message) => receive(message);
    protected abstract bool Receive(object message);

    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated) throw new DeathPactException(terminated.ActorRef);
        _cell.System.EventStream.Publish(new UnhandledMessage(message, _cell.Sender, _cell));
    }

    protected void Become(Receive receive) => OnTurn.Become(receive);
    protected void BecomeStacked(Receive receive) => OnTurn.BecomeStacked(receive);
    protected void UnbecomeStacked() => OnTurn.UnbecomeStacked();
    protected void SetReceiveTimeout(TimeSpan? timeout) => OnTurn.SetReceiveTimeout(timeout);
    protected virtual SupervisorStrategy SupervisorStrategy() => global::Akka.Actor.SupervisorStrategy.DefaultStrategy;

    protected virtual void PreStart() { }

    protected virtual void PostStop() { }

    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in _cell.ChildSnapshot())
        {
            _cell.Unwatch(child);
            _cell.Stop(child);
        }

        PostStop();
    }

    protected virtual void PostRestart(Exception reason) => PreStart();
}
