using Akka.Actor;

namespace Akka.Runtime.Tests.Support;

/// <summary>An actor whose handlers and hooks a test gives; the delegates are made anew for each incarnation.</summary>
public sealed class Act : ReceiveActor, IWithTimers, IWithStash
{
    public Act(Action<Act> configure) => configure(this);

    public ITimerScheduler Timers { get; set; }

    public IStash Stash { get; set; }

    public Action<IActorContext> OnPreStart { get; set; } = _ => { };

    public Action<IActorContext> OnPostStop { get; set; } = _ => { };

    /// <summary>Called instead of the default, which is given.</summary>
    public Action<Exception, object, Action> OnPreRestart { get; set; } = (_, _, byDefault) => byDefault();

    public Action<Exception, Action> OnPostRestart { get; set; } = (_, byDefault) => byDefault();

    public SupervisorStrategy Strategy { get; set; }

    public IActorContext Cell => Context;

    public IActorRef Me => Self;

    public IActorRef From => Sender;

    public static Props Props(Action<Act> configure) => Akka.Actor.Props.Create(() => new Act(configure));

    public void On<T>(Action<T> handler) => Receive(handler);

    public void OnAsync<T>(Func<T, Task> handler) => ReceiveAsync(handler);

    public void OnAny(Action<object> handler) => ReceiveAny(handler);

    public void Change(Action configure) => Become(configure);

    public void Push(Action configure) => BecomeStacked(configure);

    public void Pop() => UnbecomeStacked();

    public void Timeout(TimeSpan? after) => SetReceiveTimeout(after);

    protected override void PreStart() => OnPreStart(Context);

    protected override void PostStop() => OnPostStop(Context);

    protected override void PreRestart(Exception reason, object message) =>
        OnPreRestart(reason, message, () => base.PreRestart(reason, message));

    protected override void PostRestart(Exception reason) => OnPostRestart(reason, () => base.PostRestart(reason));

    protected override SupervisorStrategy SupervisorStrategy() => Strategy ?? base.SupervisorStrategy();
}
