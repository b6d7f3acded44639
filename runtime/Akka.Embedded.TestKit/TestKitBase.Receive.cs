using System.Collections;
using System.Runtime.CompilerServices;

namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    /// <summary>The next message, or null where none comes in time.</summary>
    public object ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Result(Next(true, GetTimeoutOrDefault(max), cancellationToken))?.Message;

    public async ValueTask<object> ReceiveOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await Next(false, GetTimeoutOrDefault(max), cancellationToken))?.Message;

    public bool TryReceiveOne(out MessageEnvelope envelope, TimeSpan? max = null, CancellationToken cancellationToken = default)
    {
        envelope = Result(Next(true, GetTimeoutOrDefault(max), cancellationToken));
        return Found(ref envelope);
    }

    public async ValueTask<(bool success, MessageEnvelope envelope)> TryReceiveOneAsync(
        TimeSpan? max, CancellationToken cancellationToken = default)
    {
        var envelope = await Next(false, GetTimeoutOrDefault(max), cancellationToken);
        return (Found(ref envelope), envelope);
    }

    public object PeekOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Result(Peek(true, max, cancellationToken))?.Message;

    public object PeekOne(CancellationToken cancellationToken) => PeekOne(null, cancellationToken);

    public async ValueTask<object> PeekOneAsync(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await Peek(false, max, cancellationToken))?.Message;

    public ValueTask<object> PeekOneAsync(CancellationToken cancellationToken) => PeekOneAsync(null, cancellationToken);

    public bool TryPeekOne(out MessageEnvelope envelope, TimeSpan? max, CancellationToken cancellationToken)
    {
        envelope = Result(Peek(true, max, cancellationToken));
        return Found(ref envelope);
    }

    public async ValueTask<(bool success, MessageEnvelope envelope)> TryPeekOneAsync(TimeSpan? max, CancellationToken cancellationToken)
    {
        var envelope = await Peek(false, max, cancellationToken);
        return (Found(ref envelope), envelope);
    }

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, CancellationToken cancellationToken = default) =>
        Result(Many(true, numberOfMessages, RemainingOrDefault, cancellationToken));

    public IReadOnlyCollection<object> ReceiveN(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        Result(Many(true, numberOfMessages, RemainingOrDilated(max), cancellationToken));

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, CancellationToken cancellationToken = default) =>
        Enumerated(() => Many(false, numberOfMessages, RemainingOrDefault, cancellationToken));

    public IAsyncEnumerable<object> ReceiveNAsync(int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        Enumerated(() => Many(false, numberOfMessages, RemainingOrDilated(max), cancellationToken));

    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhile(max, null, filter, msgs, cancellationToken);

    public IReadOnlyList<T> ReceiveWhile<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        Result(While(true, Filtered(filter), max, idle, msgs, cancellationToken));

    public IReadOnlyList<T> ReceiveWhile<T>(
        Func<object, T> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        ReceiveWhile(max, idle, filter, msgs, cancellationToken);

    public IReadOnlyList<T> ReceiveWhile<T>(
        Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default) =>
        Result(While(true, Continuing(shouldContinue, shouldIgnoreOtherMessageTypes), max, idle, msgs, cancellationToken));

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(max, null, filter, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        TimeSpan? max, TimeSpan? idle, Func<object, T> filter, int msgs = int.MaxValue, CancellationToken cancellationToken = default) =>
        Enumerated(() => While(false, Filtered(filter), max, idle, msgs, cancellationToken));

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Func<object, T> filter, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        ReceiveWhileAsync(max, idle, filter, msgs, cancellationToken);

    public IAsyncEnumerable<T> ReceiveWhileAsync<T>(
        Predicate<T> shouldContinue, TimeSpan? max = null, TimeSpan? idle = null, int msgs = int.MaxValue,
        bool shouldIgnoreOtherMessageTypes = true, CancellationToken cancellationToken = default) =>
        Enumerated(() => While(false, Continuing(shouldContinue, shouldIgnoreOtherMessageTypes), max, idle, msgs, cancellationToken));

    /// <summary>Takes messages until none has come for a while; more of them than allowed are a failure.</summary>
    public async Task<ArrayList> WaitForRadioSilenceAsync(
        TimeSpan? max = null, uint? maxMessages = null, CancellationToken cancellationToken = default)
    {
        var silence = RemainingOrDilated(max);
        var heard = new ArrayList();
        while (await Next(false, silence, cancellationToken) is { } envelope)
        {
            heard.Add(envelope.Message);
            if (heard.Count > maxMessages)
                _assertions.Fail($"More than {maxMessages} messages came while waiting for {silence} of silence");
        }

        return heard;
    }

    // Null where none comes in time.
    private async ValueTask<MessageEnvelope> Next(bool blocking, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var envelope = await _queue.Take(blocking, timeout, cancellationToken).ConfigureAwait(false);
        _lastWasNoMessage = false;
        _last = envelope ?? MessageEnvelope.None;
        return envelope;
    }

    private async ValueTask<MessageEnvelope> Peek(bool blocking, TimeSpan? max, CancellationToken cancellationToken)
    {
        var envelope = await Next(blocking, GetTimeoutOrDefault(max), cancellationToken);
        if (envelope is not null) _queue.PutBack(envelope);
        return envelope;
    }

    private static bool Found(ref MessageEnvelope envelope)
    {
        var found = envelope is not null;
        envelope ??= MessageEnvelope.None;
        return found;
    }

    private async ValueTask<List<object>> Many(bool blocking, int count, TimeSpan max, CancellationToken cancellationToken)
    {
        var end = Now + max;
        var messages = new List<object>();
        while (messages.Count < count)
        {
            var envelope = await Next(blocking, end - Now, cancellationToken);
            if (envelope is null)
                _assertions.Fail($"Timeout {max} while waiting for {count} messages: {messages.Count} came: {string.Join(", ", messages)}");
            messages.Add(envelope!.Message);
        }

        return messages;
    }

    private async ValueTask<List<T>> While<T>(
        bool blocking, Func<object, (Verdict Verdict, T Value)> judge, TimeSpan? max, TimeSpan? idle, int count,
        CancellationToken cancellationToken)
    {
        var end = Now + RemainingOrDilated(max);
        var pause = idle ?? TimeSpan.MaxValue;
        var messages = new List<T>();
        var previous = _last;
        while (messages.Count < count)
        {
            var left = end - Now;
            var envelope = await Next(blocking, left < pause ? left : pause, cancellationToken);
            if (envelope is null)
            {
                _last = previous;
                break;
            }

            var (verdict, value) = judge(envelope.Message);
            if (verdict == Verdict.Stop)
            {
                _queue.PutBack(envelope);
                _last = previous;
                break;
            }

            previous = envelope;
            if (verdict == Verdict.Keep) messages.Add(value);
        }

        _lastWasNoMessage = true;
        return messages;
    }

    private static Func<object, (Verdict, T)> Filtered<T>(Func<object, T> filter) =>
        message => filter(message) is { } value ? (Verdict.Keep, value) : (Verdict.Stop, default);

    private static Func<object, (Verdict, T)> Continuing<T>(Predicate<T> shouldContinue, bool skipOthers) => message => message switch
    {
        T value => (shouldContinue(value) ? Verdict.Keep : Verdict.Stop, value),
        _ => (skipOthers ? Verdict.Skip : Verdict.Stop, default),
    };

    private static async IAsyncEnumerable<T> Enumerated<T>(Func<ValueTask<List<T>>> read)
    {
        foreach (var item in await read()) yield return item;
    }

    private enum Verdict
    {
        Keep,
        Skip,
        Stop,
    }
}
