using Akka.Actor;
using Akka.Event;

namespace Akka.TestKit.Internal;

internal sealed class EventFilterApplier(TestKitBase kit, ActorSystem system, IReadOnlyList<Predicate<LogEvent>> predicates)
    : IEventFilterApplier
{
    public EventFilterFactory And => new(kit, system, predicates);

    public void Expect(int expectedCount, Action action, CancellationToken cancellationToken = default) =>
        Counted(true, expectedCount, null, Blocking(action), cancellationToken).GetAwaiter().GetResult();

    public void Expect(int expectedCount, TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Counted(true, expectedCount, timeout, Blocking(action), cancellationToken).GetAwaiter().GetResult();

    public T Expect<T>(int expectedCount, Func<T> func, CancellationToken cancellationToken = default) =>
        Counted(true, expectedCount, null, () => Task.FromResult(func()), cancellationToken).GetAwaiter().GetResult();

    public T Expect<T>(int expectedCount, TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Counted(true, expectedCount, timeout, () => Task.FromResult(func()), cancellationToken).GetAwaiter().GetResult();

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        Counted(false, expectedCount, null, Awaited(actionAsync), cancellationToken);

    public Task ExpectAsync(int expectedCount, Func<Task> actionAsync, TimeSpan? timeout, CancellationToken cancellationToken = default) =>
        Counted(false, expectedCount, timeout, Awaited(actionAsync), cancellationToken);

    public Task ExpectAsync(int expectedCount, TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        Counted(false, expectedCount, timeout, Awaited(action), cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Counted(false, expectedCount, null, func, cancellationToken);

    public Task<T> ExpectAsync<T>(int expectedCount, TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        Counted(false, expectedCount, timeout, func, cancellationToken);

    public void ExpectOne(Action action, CancellationToken cancellationToken = default) => Expect(1, action, cancellationToken);

    public void ExpectOne(TimeSpan timeout, Action action, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, action, cancellationToken);

    public T ExpectOne<T>(Func<T> func, CancellationToken cancellationToken = default) => Expect(1, func, cancellationToken);

    public T ExpectOne<T>(TimeSpan timeout, Func<T> func, CancellationToken cancellationToken = default) =>
        Expect(1, timeout, func, cancellationToken);

    public Task ExpectOneAsync(Func<Task> actionAsync, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, actionAsync, cancellationToken);

    public Task ExpectOneAsync(TimeSpan timeout, Func<Task> action, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, action, cancellationToken);

    public Task<T> ExpectOneAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, func, cancellationToken);

    public Task<T> ExpectOneAsync<T>(TimeSpan timeout, Func<Task<T>> func, CancellationToken cancellationToken = default) =>
        ExpectAsync(1, timeout, func, cancellationToken);

    public IUnmutableFilter Mute()
    {
        var filter = new LogFilter(predicates, 0, system.EventStream);
        system.EventStream.Publish(new LogFilter.Mute(filter));
        return filter;
    }

    public void Mute(Action action, CancellationToken cancellationToken = default)
    {
        using (Mute()) action();
    }

    public T Mute<T>(Func<T> func, CancellationToken cancellationToken = default)
    {
        using (Mute()) return func();
    }

    public async Task MuteAsync(Func<Task> action, CancellationToken cancellationToken = default)
    {
        using (Mute()) await action();
    }

    public async Task<T> MuteAsync<T>(Func<Task<T>> func, CancellationToken cancellationToken = default)
    {
        using (Mute()) return await func();
    }

    private static Func<Task<object>> Blocking(Action action) => () =>
    {
        action();
        return Task.FromResult<object>(null);
    };

    private static Func<Task<object>> Awaited(Func<Task> action) => async () =>
    {
        await action();
        return null;
    };

    private async Task<T> Counted<T>(
        bool blocking, int expected, TimeSpan? timeout, Func<Task<T>> action, CancellationToken cancellationToken)
    {
        var leeway = kit.Dilated(timeout ?? kit.TestKitSettings.TestEventFilterLeeway);
        // To expect none is to wait in vain for one.
        using var filter = new LogFilter(predicates, Math.Max(1, expected), system.EventStream);
        system.EventStream.Publish(new LogFilter.Mute(filter));
        var result = await action();
        await Completes(filter.Reached, leeway);
        // The listener is an actor: its answer says that it has seen all that was logged before. On a busy machine that may take longer
        // than the leeway, and without it the count would be a guess.
        filter.Unmute();
        var patience = kit.Dilated(kit.TestKitSettings.DefaultTimeout);
        await Completes(filter.Unmuted, leeway > patience ? leeway : patience);
        if (filter.Count != expected)
            kit.FrameworkAssertions.Fail($"Expected {expected} matching log events within {leeway}, but {filter.Count} came");
        return result;

        async ValueTask Completes(Task task, TimeSpan within)
        {
            if (blocking) task.Wait((int)within.TotalMilliseconds, cancellationToken);
            else await Task.WhenAny(task, Task.Delay(within, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
