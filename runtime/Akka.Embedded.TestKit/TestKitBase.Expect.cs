using System.Collections;
using Akka.Actor;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    public T ExpectMsg<T>(TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        Result(Expect<T>(true, duration, hint, cancellationToken, static (_, _) => { }));

    public T ExpectMsg<T>(T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, IsEqual(message, hint)));

    public T ExpectMsg<T>(
        Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, Satisfies(isMessage, hint)));

    public T ExpectMsg<T>(Action<T> assert, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Result(Expect<T>(true, timeout, hint, cancellationToken, (m, _) => assert(m)));

    public T ExpectMsg<T>(
        Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, Satisfies(isMessageAndSender, hint)));

    public T ExpectMsg<T>(
        Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, assertMessageAndSender));

    public T ExpectMsg<T>(
        T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, IsEqual(expected, comparer, hint)));

    public ValueTask<T> ExpectMsgAsync<T>(TimeSpan? duration = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(false, duration, hint, cancellationToken, static (_, _) => { });

    public ValueTask<T> ExpectMsgAsync<T>(
        T message, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, IsEqual(message, hint));

    public ValueTask<T> ExpectMsgAsync<T>(
        Predicate<T> isMessage, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, Satisfies(isMessage, hint));

    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T> assert, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect<T>(false, timeout, hint, cancellationToken, (m, _) => assert(m));

    public ValueTask<T> ExpectMsgAsync<T>(
        Func<T, IActorRef, bool> isMessageAndSender, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, Satisfies(isMessageAndSender, hint));

    public ValueTask<T> ExpectMsgAsync<T>(
        Action<T, IActorRef> assertMessageAndSender, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, assertMessageAndSender);

    public ValueTask<T> ExpectMsgAsync<T>(
        T expected, Func<T, T, bool> comparer, TimeSpan? timeout = null, string hint = null,
        CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, IsEqual(expected, comparer, hint));

    public T ExpectMsgAnyOf<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        Result(AnyOf(true, messages, cancellationToken));

    public ValueTask<T> ExpectMsgAnyOfAsync<T>(IEnumerable<T> messages, CancellationToken cancellationToken = default) =>
        AnyOf(false, messages, cancellationToken);

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) => Result(AllOf(true, RemainingOrDefault, messages, default));

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        Result(AllOf(true, RemainingOrDefault, messages, cancellationToken));

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(TimeSpan max, params T[] messages) =>
        Result(AllOf(true, RemainingOrDilated(max), messages, default));

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(
        TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        Result(AllOf(true, RemainingOrDilated(max), messages, cancellationToken));

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        Enumerated(() => AllOf(false, RemainingOrDefault, messages, cancellationToken));

    public IAsyncEnumerable<T> ExpectMsgAllOfAsync<T>(
        TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken = default) =>
        Enumerated(() => AllOf(false, RemainingOrDilated(max), messages, cancellationToken));

    public void ExpectNoMsg(CancellationToken cancellationToken = default) => Result(None(true, RemainingOrDefault, cancellationToken));

    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        Result(None(true, RemainingOrDilated(duration), cancellationToken));

    /// <summary>The only expectation whose time isn't dilated.</summary>
    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        Result(None(true, TimeSpan.FromMilliseconds(milliseconds), cancellationToken));

    public async ValueTask ExpectNoMsgAsync(CancellationToken cancellationToken = default) =>
        await None(false, RemainingOrDefault, cancellationToken);

    public async ValueTask ExpectNoMsgAsync(TimeSpan duration, CancellationToken cancellationToken = default) =>
        await None(false, RemainingOrDilated(duration), cancellationToken);

    public async ValueTask ExpectNoMsgAsync(int milliseconds, CancellationToken cancellationToken = default) =>
        await None(false, TimeSpan.FromMilliseconds(milliseconds), cancellationToken);

    public Terminated ExpectTerminated(
        IActorRef target, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Result(Expect(true, timeout, hint, cancellationToken, IsTerminated(target, hint)));

    public ValueTask<Terminated> ExpectTerminatedAsync(
        IActorRef target, TimeSpan? timeout = null, string hint = null, CancellationToken cancellationToken = default) =>
        Expect(false, timeout, hint, cancellationToken, IsTerminated(target, hint));

    public object FishForMessage(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage<object>(isMessage, max, hint, cancellationToken);

    public T FishForMessage<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessage(isMessage, null, max, hint, cancellationToken);

    public T FishForMessage<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        Result(Fish(true, isMessage, allMessages, max, hint, cancellationToken));

    public ValueTask<object> FishForMessageAsync(
        Predicate<object> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync<object>(isMessage, max, hint, cancellationToken);

    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, TimeSpan? max = null, string hint = "", CancellationToken cancellationToken = default) =>
        FishForMessageAsync(isMessage, null, max, hint, cancellationToken);

    public ValueTask<T> FishForMessageAsync<T>(
        Predicate<T> isMessage, ArrayList allMessages, TimeSpan? max = null, string hint = "",
        CancellationToken cancellationToken = default) =>
        Fish(false, isMessage, allMessages, max, hint, cancellationToken);

    public async Task FishUntilMessageAsync<T>(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        await Fish<T>(false, static _ => true, null, max, null, cancellationToken);

    private async ValueTask<T> Expect<T>(
        bool blocking, TimeSpan? timeout, string hint, CancellationToken cancellationToken, Action<T, IActorRef> check)
    {
        var max = RemainingOrDilated(timeout);
        var envelope = await Next(blocking, max, cancellationToken);
        if (envelope is null) _assertions.Fail($"Timeout {max} while waiting for a message of type {typeof(T)}{Hint(hint)}");
        if (envelope!.Message is not T message)
        {
            _assertions.Fail($"Expected a {typeof(T)} within {max}, but received {envelope}, a {envelope.Message?.GetType()}{Hint(hint)}");
            return default;
        }

        check(message, envelope.Sender);
        return message;
    }

    private async ValueTask<T> AnyOf<T>(bool blocking, IEnumerable<T> messages, CancellationToken cancellationToken)
    {
        var expected = messages as IReadOnlyCollection<T> ?? [.. messages];
        return await Expect<T>(blocking, null, null, cancellationToken, (message, _) =>
            _assertions.AssertTrue(expected.Contains(message), $"Received {message}, which is none of {string.Join(", ", expected)}"));
    }

    private async ValueTask<List<T>> AllOf<T>(
        bool blocking, TimeSpan max, IReadOnlyCollection<T> messages, CancellationToken cancellationToken)
    {
        var received = await Many(blocking, messages.Count, max, cancellationToken);
        var missing = messages.Where(m => !received.Contains(m)).ToList();
        var unexpected = received.Where(r => r is not T message || !messages.Contains(message)).ToList();
        _assertions.AssertTrue(
            missing.Count + unexpected.Count == 0,
            $"Missing: [{string.Join(", ", missing)}], not expected: [{string.Join(", ", unexpected)}]");
        return [.. received.Cast<T>()];
    }

    private async ValueTask<object> None(bool blocking, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (await Next(blocking, duration, cancellationToken) is { } envelope)
            _assertions.Fail($"Expected no message for {duration}, but received {envelope}");
        _lastWasNoMessage = true;
        return null;
    }

    private async ValueTask<T> Fish<T>(
        bool blocking, Predicate<T> isMessage, ArrayList others, TimeSpan? max, string hint, CancellationToken cancellationToken)
    {
        var patience = RemainingOrDilated(max);
        var end = Now + patience;
        while (true)
        {
            var envelope = await Next(blocking, end - Now, cancellationToken);
            if (envelope is null) _assertions.Fail($"Timeout {patience} while fishing for a message of type {typeof(T)}{Hint(hint)}");
            if (envelope!.Message is T message && isMessage(message)) return message;
            others?.Add(envelope.Message);
        }
    }

    private Action<T, IActorRef> IsEqual<T>(T expected, string hint) =>
        (message, _) => _assertions.AssertEqual(expected, message, hint ?? "");

    private Action<T, IActorRef> IsEqual<T>(T expected, Func<T, T, bool> comparer, string hint) =>
        (message, _) => _assertions.AssertEqual(expected, message, comparer, hint ?? "");

    private Action<T, IActorRef> Satisfies<T>(Predicate<T> isMessage, string hint) =>
        (message, _) => _assertions.AssertTrue(isMessage(message), $"The message <{message}> isn't the expected one{Hint(hint)}");

    private Action<T, IActorRef> Satisfies<T>(Func<T, IActorRef, bool> isMessageAndSender, string hint) => (message, sender) =>
        _assertions.AssertTrue(isMessageAndSender(message, sender), $"<{message}> from {sender} isn't the expected one{Hint(hint)}");

    private Action<Terminated, IActorRef> IsTerminated(IActorRef target, string hint) => (message, _) =>
        _assertions.AssertTrue(Equals(message.ActorRef, target), $"Expected {target} to end, but it was {message.ActorRef}{Hint(hint)}");
}
