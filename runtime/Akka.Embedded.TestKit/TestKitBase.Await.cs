namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs the assertion again and again until it passes; after the deadline its last failure is thrown.</summary>
    public void AwaitAssert(
        Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Result(Assertion(true, () => Nothing(assertion), duration, interval, cancellationToken));

    public Task AwaitAssertAsync(
        Action assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Assertion(false, () => Nothing(assertion), duration, interval, cancellationToken).AsTask();

    public Task AwaitAssertAsync(
        Func<Task> assertion, TimeSpan? duration = null, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Assertion(false, () => Nothing(assertion), duration, interval, cancellationToken).AsTask();

    public void AwaitCondition(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, null, null, null, cancellationToken);

    public void AwaitCondition(Func<bool> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, null, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default) =>
        AwaitCondition(conditionIsFulfilled, max, null, message, cancellationToken);

    public void AwaitCondition(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string message = null,
        CancellationToken cancellationToken = default) =>
        Result(Condition(true, () => ValueTask.FromResult(conditionIsFulfilled()), max, interval, message, cancellationToken));

    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    public Task AwaitConditionAsync(Func<bool> conditionIsFulfilled, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, null, null, null, cancellationToken);

    public Task AwaitConditionAsync(Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, null, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, TimeSpan? max, string message, CancellationToken cancellationToken = default) =>
        AwaitConditionAsync(conditionIsFulfilled, max, null, message, cancellationToken);

    public Task AwaitConditionAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string message = null,
        CancellationToken cancellationToken = default) =>
        Condition(false, () => new ValueTask<bool>(conditionIsFulfilled()), max, interval, message, cancellationToken).AsTask();

    public Task AwaitConditionAsync(
        Func<bool> conditionIsFulfilled, TimeSpan? max, TimeSpan? interval, string message = null,
        CancellationToken cancellationToken = default) =>
        Condition(false, () => ValueTask.FromResult(conditionIsFulfilled()), max, interval, message, cancellationToken).AsTask();

    /// <summary>Whether the condition holds in time; the time isn't dilated.</summary>
    public bool AwaitConditionNoThrow(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Result(Holds(true, () => ValueTask.FromResult(conditionIsFulfilled()), max, interval, cancellationToken));

    public Task<bool> AwaitConditionNoThrowAsync(
        Func<Task<bool>> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Holds(false, () => new ValueTask<bool>(conditionIsFulfilled()), max, interval, cancellationToken).AsTask();

    public Task<bool> AwaitConditionNoThrowAsync(
        Func<bool> conditionIsFulfilled, TimeSpan max, TimeSpan? interval = null, CancellationToken cancellationToken = default) =>
        Holds(false, () => ValueTask.FromResult(conditionIsFulfilled()), max, interval, cancellationToken).AsTask();

    private TimeSpan Patience(TimeSpan? max) =>
        max is null ? RemainingOr(Dilated(TestKitSettings.DefaultTimeout)) : RemainingOrDilated(max);

    private async ValueTask<object> Assertion(
        bool blocking, Func<ValueTask<object>> assertion, TimeSpan? duration, TimeSpan? interval, CancellationToken cancellationToken)
    {
        var end = Now + Patience(duration);
        while (true)
        {
            try
            {
                return await assertion();
            }
            catch (Exception) when (Now < end && !cancellationToken.IsCancellationRequested)
            {
                await Pause(blocking, interval, end, cancellationToken);
            }
        }
    }

    private async ValueTask<object> Condition(
        bool blocking, Func<ValueTask<bool>> condition, TimeSpan? max, TimeSpan? interval, string message,
        CancellationToken cancellationToken)
    {
        var patience = Patience(max);
        if (!await Holds(blocking, condition, patience, interval, cancellationToken))
            _assertions.Fail($"Timeout {patience} while waiting for a condition{Hint(message)}");
        return null;
    }

    private async ValueTask<bool> Holds(
        bool blocking, Func<ValueTask<bool>> condition, TimeSpan max, TimeSpan? interval, CancellationToken cancellationToken)
    {
        var end = Now + max;
        while (!await condition())
        {
            if (Now >= end) return false;
            await Pause(blocking, interval, end, cancellationToken);
        }

        return true;
    }

    private static async ValueTask Pause(bool blocking, TimeSpan? interval, TimeSpan end, CancellationToken cancellationToken)
    {
        var pause = interval ?? DefaultInterval;
        var left = end - Now;
        pause = left < pause ? left > TimeSpan.Zero ? left : TimeSpan.Zero : pause;
        if (!blocking) await Task.Delay(pause, cancellationToken);
        else if (cancellationToken.WaitHandle.WaitOne(pause)) cancellationToken.ThrowIfCancellationRequested();
    }
}
