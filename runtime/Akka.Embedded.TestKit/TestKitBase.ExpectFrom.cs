using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    public T ExpectMsgFrom<T>(
        IActorRef sender, TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        Result(Expect(true, duration, hint, cancellationToken, From<T>(sender, hint)));

    public T ExpectMsgFrom<T>(
        IActorRef sender, T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, From<T>(sender, hint) + IsEqual(message, hint)));

    public T ExpectMsgFrom<T>(
        IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, From<T>(sender, hint) + Satisfies(isMessage, hint)));

    public T ExpectMsgFrom<T>(
        Predicate<IActorRef> isSender, Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, From<T>(isSender, hint) + Satisfies(isMessage, hint)));

    public T ExpectMsgFrom<T>(
        IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, From<T>(sender, hint) + ((message, _) => assertMessage(message))));

    public T ExpectMsgFrom<T>(
        Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, Both(assertSender, assertMessage)));

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect(false, duration, hint, cancellationToken, From<T>(sender, hint));

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, From<T>(sender, hint) + IsEqual(message, hint));

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, From<T>(sender, hint) + Satisfies(isMessage, hint));

    public ValueTask<T> ExpectMsgFromAsync<T>(
        Predicate<IActorRef> isSender, Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, From<T>(isSender, hint) + Satisfies(isMessage, hint));

    public ValueTask<T> ExpectMsgFromAsync<T>(
        IActorRef sender, Action<T> assertMessage, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, From<T>(sender, hint) + ((message, _) => assertMessage(message)));

    public ValueTask<T> ExpectMsgFromAsync<T>(
        Action<IActorRef> assertSender, Action<T> assertMessage, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, Both(assertSender, assertMessage));

    private Action<T, IActorRef> From<T>(IActorRef expected, string hint) => From<T>(sender => Equals(sender, expected), hint, expected);

    private Action<T, IActorRef> From<T>(Predicate<IActorRef> isSender, string hint, IActorRef expected = null) => (message, sender) =>
        _assertions.AssertTrue(
            isSender(sender),
            $"The message <{message}> comes from {sender}, which isn't {expected?.ToString() ?? "the expected sender"}{Hint(hint)}");

    private static Action<T, IActorRef> Both<T>(Action<IActorRef> assertSender, Action<T> assertMessage) => (message, sender) =>
    {
        assertSender(sender);
        assertMessage(message);
    };
}
