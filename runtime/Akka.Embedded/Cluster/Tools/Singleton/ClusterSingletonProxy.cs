using Akka.Actor;
using Akka.Event;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>Stands for the singleton wherever it is: finds it, watches it, and keeps the messages for it while there is none.</summary>
public sealed class ClusterSingletonProxy : UntypedActor, IWithTimers
{
    private readonly Queue<Envelope> _buffer = new();
    private readonly ActorPath _path;
    private readonly ClusterSingletonProxySettings _settings;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private IActorRef _singleton;

    public ClusterSingletonProxy(string singletonManagerPath, ClusterSingletonProxySettings settings)
    {
        var manager = singletonManagerPath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        _path = new RootActorPath(Self.Path.Address) / manager / settings.SingletonName;
        _settings = settings;
    }

    public ITimerScheduler Timers { get; set; }

    public static Props Props(string singletonManagerPath, ClusterSingletonProxySettings settings) =>
        new(typeof(ClusterSingletonProxy), [singletonManagerPath, settings]);

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(SingletonStarted));
        LookFor();
    }

    protected override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Look:
                Context.ActorSelection(_path).Tell(new Identify(_path), Self);
                break;
            case Overdue:
                _log.Warning("The singleton [{0}] has not been found for {1}", _path, _settings.SingletonIdentificationFailurePeriod);
                break;
            case ActorIdentity identity when _path.Equals(identity.MessageId):
                Found(identity.Subject);
                break;
            case SingletonStarted started:
                if (started.Singleton.Path.Equals(_path)) Found(started.Singleton);
                break;
            case Terminated terminated:
                if (!terminated.ActorRef.Equals(_singleton)) break;
                _singleton = null;
                LookFor();
                break;
            default:
                if (_singleton is not null) _singleton.Forward(message);
                else Keep(message);
                break;
        }
    }

    private void LookFor()
    {
        Timers.StartPeriodicTimer(nameof(Look), Look.Instance, TimeSpan.Zero, _settings.SingletonIdentificationInterval);
        if (_settings.LogSingletonIdentificationFailure)
            Timers.StartPeriodicTimer(nameof(Overdue), Overdue.Instance, _settings.SingletonIdentificationFailurePeriod);
    }

    private void Found(IActorRef singleton)
    {
        if (singleton.IsNobody() || _singleton is not null) return;
        Timers.CancelAll();
        _singleton = Context.Watch(singleton);
        while (_buffer.TryDequeue(out var waiting)) singleton.Tell(waiting.Message, waiting.Sender);
    }

    private void Keep(object message)
    {
        _buffer.Enqueue(new Envelope(message, Sender));
        if (_buffer.Count > _settings.BufferSize)
            _log.Debug("The buffer for the singleton [{0}] is full: dropped {1}", _path, _buffer.Dequeue().Message.GetType());
    }

    private sealed class Look
    {
        public static readonly Look Instance = new();
    }

    private sealed class Overdue
    {
        public static readonly Overdue Instance = new();
    }
}
