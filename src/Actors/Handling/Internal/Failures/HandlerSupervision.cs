using Akka.Actor;

namespace Akka.Events.Handling.Internal.Failures;

/// <summary>
/// Children are stopped where they fail, never restarted, and who supervises them is told why, on its own turn. Akka's log isn't: it asks
/// exceptions for their words.
/// </summary>
internal sealed class HandlerSupervision(Action<IActorRef, Exception> failed)
    : OneForOneStrategy(maxNrOfRetries: 0, withinTimeMilliseconds: 0, static _ => Directive.Stop, loggingEnabled: false)
{
    protected override Directive Handle(IActorRef child, Exception exception)
    {
        failed(child, Cause(exception));
        return Directive.Stop;
    }

    // What a constructor throws comes wrapped, by Akka and by reflection.
    private static Exception Cause(Exception exception)
    {
        while (exception is ActorInitializationException or TypeLoadException && exception.InnerException is { } inner)
            exception = Reason.Cause(inner);
        return exception;
    }
}
