using Akka.Actor;
using Akka.Event;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>
/// Runs the singleton while this member is up, and ends it when the member leaves. A singleton that stops by itself is not started again.
/// </summary>
public sealed class ClusterSingletonManager : UntypedActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly TaskCompletionSource<Done> _handedOver = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Props _singletonProps;
    private readonly object _terminationMessage;
    private readonly ClusterSingletonManagerSettings _settings;
    private IActorRef _singleton;
    private bool _leaving;

    public ClusterSingletonManager(Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings)
    {
        _singletonProps = singletonProps;
        _terminationMessage = terminationMessage;
        _settings = settings;
    }

    public static Props Props(Props singletonProps, ClusterSingletonManagerSettings settings) =>
        Props(singletonProps, PoisonPill.Instance, settings);

    public static Props Props(Props singletonProps, object terminationMessage, ClusterSingletonManagerSettings settings) =>
        new(typeof(ClusterSingletonManager), [singletonProps, terminationMessage, settings]);

    protected override void PreStart()
    {
        if (_settings.Role is { } role && !_cluster.SelfRoles.Contains(role)) return;

        _cluster.Subscribe(Self, SubscriptionInitialStateMode.InitialStateAsEvents, typeof(IMemberEvent));
        var handedOver = _handedOver.Task;
        var self = Self;
        CoordinatedShutdown.Get(Context.System).AddTask(CoordinatedShutdown.PhaseClusterExiting, $"singleton-{self.Path.Name}", () =>
        {
            self.Tell(HandOver.Instance, ActorRefs.NoSender);
            return handedOver;
        });
    }

    protected override void PostStop()
    {
        _cluster.Unsubscribe(Self);
        _handedOver.TrySetResult(Done.Instance);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case MemberUp when _singleton is null && !_leaving:
                _singleton = Context.Watch(Context.ActorOf(_singletonProps, _settings.SingletonName));
                Context.System.EventStream.Publish(new SingletonStarted(_singleton));
                break;
            case MemberExited or MemberRemoved or HandOver:
                BeginHandOver();
                break;
            case IMemberEvent:
                break;
            case Terminated terminated when terminated.ActorRef.Equals(_singleton):
                _singleton = ActorRefs.Nobody;
                if (_leaving) Context.Stop(Self);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void BeginHandOver()
    {
        if (_leaving) return;
        _leaving = true;
        if (_singleton.IsNobody()) Context.Stop(Self);
        else _singleton.Tell(_terminationMessage, Self);
    }

    private sealed class HandOver
    {
        public static readonly HandOver Instance = new();
    }
}
