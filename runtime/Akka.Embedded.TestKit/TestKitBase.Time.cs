namespace Akka.TestKit;

public abstract partial class TestKitBase
{
    // The innermost Within block's deadline.
    private TimeSpan? _deadline;
    private bool _lastWasNoMessage;

    /// <summary>The time left in the <c>Within</c> block.</summary>
    /// <exception cref="InvalidOperationException">There is no such block.</exception>
    public TimeSpan Remaining => _deadline - Now ?? throw new InvalidOperationException("Remaining may not be called outside of Within");

    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    public TimeSpan Dilated(TimeSpan duration) => duration * TestKitSettings.TestTimeFactor;
    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => RemainingOrDilated(timeout);

    public TimeSpan RemainingOrDilated(TimeSpan? duration) =>
        duration is not { } given ? RemainingOrDefault
        : given >= TimeSpan.Zero ? Dilated(given)
        : throw new ArgumentException("A test doesn't wait for ever", nameof(duration));

    public void Within(TimeSpan max, Action action, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, action, null, epsilonValue, cancellationToken);

    public void Within(
        TimeSpan min, TimeSpan max, Action action, string hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Result(Bounded(min, max, () => Nothing(action), hint, epsilonValue, cancellationToken));

    public T Within<T>(TimeSpan max, Func<T> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        Within(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    public T Within<T>(
        TimeSpan min, TimeSpan max, Func<T> function, string hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Result(Bounded(min, max, () => ValueTask.FromResult(function()), hint, epsilonValue, cancellationToken));

    public Task WithinAsync(
        TimeSpan max, Func<Task> actionAsync, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, actionAsync, null, epsilonValue, cancellationToken);

    public Task WithinAsync(
        TimeSpan min, TimeSpan max, Func<Task> actionAsync, string hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Bounded(min, max, () => Nothing(actionAsync), hint, epsilonValue, cancellationToken).AsTask();

    public Task<T> WithinAsync<T>(
        TimeSpan max, Func<Task<T>> function, TimeSpan? epsilonValue = null, CancellationToken cancellationToken = default) =>
        WithinAsync(TimeSpan.Zero, max, function, null, epsilonValue, cancellationToken);

    public Task<T> WithinAsync<T>(
        TimeSpan min, TimeSpan max, Func<Task<T>> function, string hint = null, TimeSpan? epsilonValue = null,
        CancellationToken cancellationToken = default) =>
        Bounded(min, max, () => new ValueTask<T>(function()), hint, epsilonValue, cancellationToken).AsTask();

    protected TimeSpan RemainingOr(TimeSpan duration) => _deadline is { } end ? end - Now : duration;

    /// <summary>What a blocking call has completed with. Of two kits in one flow, the one used last is the sender.</summary>
    private T Result<T>(ValueTask<T> completed)
    {
        UseImplicitSender();
        return completed.GetAwaiter().GetResult();
    }

    private static ValueTask<object> Nothing(Action action)
    {
        action();
        return default;
    }

    private static async ValueTask<object> Nothing(Func<Task> action)
    {
        await action();
        return null;
    }

    private async ValueTask<T> Bounded<T>(
        TimeSpan min, TimeSpan max, Func<ValueTask<T>> block, string hint, TimeSpan? epsilon, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(min, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, min);
        cancellationToken.ThrowIfCancellationRequested();
        max = Dilated(max);
        var start = Now;
        var outer = _deadline;
        var left = outer - start ?? TimeSpan.MaxValue;
        _assertions.AssertTrue(left >= min, $"At least {min} is asked for, but only {left} is left{Hint(hint)}");
        var allowed = left < max ? left : max;
        _deadline = start + allowed;
        _lastWasNoMessage = false;
        T result;
        try
        {
            result = await block();
        }
        finally
        {
            _deadline = outer;
        }

        var took = Now - start;
        _assertions.AssertTrue(took >= min, $"The block took {took}, less than {min}{Hint(hint)}");
        if (!_lastWasNoMessage)
            _assertions.AssertTrue(took <= allowed + epsilon.GetValueOrDefault(), $"The block took {took}, over {allowed}{Hint(hint)}");
        return result;
    }

    private static string Hint(string hint) => string.IsNullOrEmpty(hint) ? "" : $" ({hint})";
}
