using Akka.Actor.Internal;

namespace Akka.Actor;

public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Begin<T>(self, timeout, cancellationToken, message, static (state, _) => state);

    public static Task<T> Ask<T>(
        this ICanTell self, Func<IActorRef, object> messageFactory, TimeSpan? timeout, CancellationToken cancellationToken) =>
        Begin<T>(self, timeout, cancellationToken, messageFactory, static (state, answer) => ((Func<IActorRef, object>)state)(answer));

    private static Task<T> Begin<T>(
        ICanTell target, TimeSpan? timeout, CancellationToken token, object state, Func<object, IActorRef, object> messageFor)
    {
        var system = SystemOf(target) ?? ActorCell.Current?.System
            ?? throw new ArgumentException("Unable to resolve the target's actor system", nameof(target));
        var ask = new AskRef<T>(system);
        try
        {
            ask.Start(timeout ?? system.Settings.AskTimeout, token);
            target.Tell(messageFor(state, ask), ask);
        }
        catch (Exception e)
        {
            ask.Fail(e);
        }

        return ask.Answer;
    }

    private static ActorSystemImpl SystemOf(ICanTell target) => target switch
    {
        IInternalActorRef actor => actor.SystemOrNull,
        ActorSelection { Anchor: IInternalActorRef anchor } => anchor.SystemOrNull,
        _ => null,
    };
}
