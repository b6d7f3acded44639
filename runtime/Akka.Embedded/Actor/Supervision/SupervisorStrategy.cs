using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

public abstract class SupervisorStrategy
{
    public static IDecider DefaultDecider = Akka.Actor.Decider.From(
        Directive.Restart,
        new(typeof(ActorInitializationException), Directive.Stop),
        new(typeof(ActorKilledException), Directive.Stop),
        new(typeof(DeathPactException), Directive.Stop));

    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    public static readonly OneForOneStrategy StoppingStrategy = new(static _ => Directive.Stop);
    public abstract IDecider Decider { get; }
    protected bool LoggingEnabled { get; set; } = true;

    // False: not dealt with here, the parent itself fails.
    internal virtual bool HandleFailure(ActorCell parent, ActorCell child, Exception cause)
    {
        var directive = Decider.Decide(cause);
        LogFailure(parent, child, cause, directive);
        switch (directive)
        {
            case Directive.Resume:
                ResumeChild(child, cause);
                return true;
            case Directive.Restart:
                Apply(parent, child, cause, restart: true);
                return true;
            case Directive.Stop:
                Apply(parent, child, cause, restart: false);
                return true;
            default:
                return false;
        }
    }

    internal abstract void Apply(ActorCell parent, ActorCell child, Exception cause, bool restart);

    protected void ResumeChild(IActorRef child, Exception exception) => ((IInternalActorRef)child).SendSystem(new Resume(exception));

    protected void RestartChild(IActorRef child, Exception cause, bool suspendFirst)
    {
        var internalRef = (IInternalActorRef)child;
        if (suspendFirst) internalRef.SendSystem(new Suspend());
        internalRef.SendSystem(new Recreate(cause));
    }

    protected virtual void LogFailure(IActorContext context, IActorRef child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled || directive == Directive.Escalate) return;
        var source = child.Path.ToString();
        var message = cause is ActorInitializationException { InnerException: { } inner } ? inner.Message : cause.Message;
        LogEvent logged = directive == Directive.Resume
            ? new Warning(cause, source, GetType(), message)
            : new Error(cause, source, GetType(), message);
        context.System.EventStream.Publish(logged);
    }
}
