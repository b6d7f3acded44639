using Akka.Actor;
using Akka.Event;

namespace Akka.Pattern;

/// <summary>Keeps one child; when it has failed or stopped, it is made anew after a delay that grows with each time.</summary>
public sealed class BackoffSupervisor : BackoffSupervisorBase
{
    private readonly BackoffPlan _plan;
    private readonly SupervisorStrategy _strategy;
    private IActorRef _child;
    private IActorRef _failed;
    private int _restarts;
    private bool _finalStop;

    public BackoffSupervisor(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor)
        : this(new BackoffPlan(
            false, childProps, childName, minBackoff, maxBackoff, randomFactor, Akka.Actor.SupervisorStrategy.DefaultStrategy)) { }

    public BackoffSupervisor(
        Props childProps,
        string childName,
        TimeSpan minBackoff,
        TimeSpan maxBackoff,
        IBackoffReset reset,
        double randomFactor,
        SupervisorStrategy strategy,
        object replyWhileStopped = null,
        Func<object, bool> finalStopMessage = null)
        : this(new BackoffPlan(false, childProps, childName, minBackoff, maxBackoff, randomFactor, strategy)
        {
            AutoReset = (reset as AutoReset)?.ResetBackoff,
            ReplyWhileStopped = replyWhileStopped,
            IsFinalStop = finalStopMessage,
        }) { }

    internal BackoffSupervisor(BackoffPlan plan)
    {
        _plan = plan;
        _strategy = plan.OnFailure ? OnFailureStrategy() : plan.Strategy;
    }

    public static Props Props(Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor) =>
        Props(childProps, childName, minBackoff, maxBackoff, randomFactor, -1);

    public static Props Props(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, int maxNrOfRetries) =>
        Props(Backoff.OnStop(childProps, childName, minBackoff, maxBackoff, randomFactor, maxNrOfRetries));

    public static Props Props(BackoffOptions options) => options.ToProps();

    public static Props PropsWithSupervisorStrategy(
        Props childProps, string childName, TimeSpan minBackoff, TimeSpan maxBackoff, double randomFactor, SupervisorStrategy strategy) =>
        new BackoffPlan(false, childProps, childName, minBackoff, maxBackoff, randomFactor, strategy).ToProps();

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;
    protected override void PreStart() => Start();

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case Terminated terminated when terminated.ActorRef.Equals(_child):
                OnChildTerminated();
                break;
            case StartChild:
                Start();
                break;
            case ResetRestartCount reset:
                if (reset.Current == _restarts) _restarts = 0;
                break;
            case Reset:
                if (_plan.AutoReset is null) _restarts = 0;
                else Unhandled(message);
                break;
            case GetRestartCount:
                Sender.Tell(new RestartCount(_restarts));
                break;
            case GetCurrentChild:
                Sender.Tell(new CurrentChild(_child ?? ActorRefs.Nobody));
                break;
            case var _ when _child is not null && Sender.Equals(_child):
                Context.Parent.Forward(message);
                break;
            default:
                if (_plan.IsFinalStop?.Invoke(message) == true) _finalStop = true;
                Pass(message);
                break;
        }

        return true;
    }

    private void Pass(object message)
    {
        if (_child is not null)
        {
            _child.Forward(message);
            return;
        }

        if (_plan.ReplyWhileStopped is not null) Sender.Tell(_plan.ReplyWhileStopped);
        else Context.System.DeadLetters.Forward(message);
        if (_finalStop) Context.Stop(Self);
    }

    private void OnChildTerminated()
    {
        var failed = _child.Equals(_failed);
        _child = _failed = null;
        if (_finalStop || (_plan.OnFailure && !failed) || (_plan.MaxRetries >= 0 && _restarts >= _plan.MaxRetries))
        {
            Context.Stop(Self);
            return;
        }

        Later(_plan.DelayAfter(_restarts), StartChild.Instance);
        _restarts++;
    }

    private void Start()
    {
        if (_child is not null) return;
        _child = Context.Watch(Context.ActorOf(_plan.Child, _plan.ChildName));
        if (_plan.AutoReset is { } reset && _restarts > 0) Later(reset, new ResetRestartCount(_restarts));
    }

    private void Later(TimeSpan delay, object message) => Context.System.Scheduler.ScheduleTellOnce(delay, Self, message, Self);

    // A restart becomes a stop, which the delay and a new child follow.
    private OneForOneStrategy OnFailureStrategy()
    {
        var inner = _plan.Strategy;
        return new OneForOneStrategy(-1, -1, cause =>
        {
            var directive = inner.Decider.Decide(cause);
            if (directive != Directive.Restart) return directive;
            _failed = _child;
            return Directive.Stop;
        });
    }

    public sealed class CurrentChild(IActorRef @ref)
    {
        public IActorRef Ref { get; } = @ref;
    }

    public sealed class GetCurrentChild
    {
        public static readonly GetCurrentChild Instance = new();
    }

    public sealed class GetRestartCount
    {
        public static readonly GetRestartCount Instance = new();
    }

    public sealed class Reset
    {
        public static readonly Reset Instance = new();
    }

    public sealed class ResetRestartCount(int current) : IDeadLetterSuppression
    {
        public int Current { get; } = current;
    }

    public sealed class RestartCount(int count)
    {
        public int Count { get; } = count;
    }

    public sealed class StartChild : IDeadLetterSuppression
    {
        public static readonly StartChild Instance = new();
    }
}
