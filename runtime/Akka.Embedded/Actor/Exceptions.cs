namespace Akka.Actor;

public class ActorInitializationException : AkkaException
{
    public ActorInitializationException(string message)
        : base(message) { }

    public ActorInitializationException(IActorRef actor, string message, Exception cause = null)
        : base(message, cause) => Actor = actor;

    public IActorRef Actor { get; }
}

public class PostRestartException : ActorInitializationException
{
    public PostRestartException(IActorRef actor, Exception cause, Exception originalCause)
        : base(actor, $"exception post restart ({originalCause?.GetType().Name ?? "null"}): {cause.Message}", cause) =>
        OriginalCause = originalCause;

    public Exception OriginalCause { get; }
}

public class ActorKilledException(string message) : AkkaException(message);

public class ActorNotFoundException : AkkaException
{
    public ActorNotFoundException() { }

    public ActorNotFoundException(string message, Exception cause = null)
        : base(message, cause) { }
}

public class AskTimeoutException(string message) : AkkaException(message);

public class DeathPactException : AkkaException
{
    public DeathPactException(IActorRef deadActor)
        : base($"Monitored actor [{deadActor}] terminated") => DeadActor = deadActor;

    public IActorRef DeadActor { get; }
}

public class IllegalActorStateException(string message) : AkkaException(message);

public class InvalidActorNameException(string message, Exception cause = null) : AkkaException(message, cause);

public class InvalidMessageException(string message) : AkkaException(message);

public class StashOverflowException(string message, Exception cause = null) : AkkaException(message, cause);

public sealed class SchedulerException(string message) : AkkaException(message);
