using Akka.Events.Handling.Internal.Deliveries;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Observing;

/// <summary>What surrounds the calls of a group's functions. Whatever it does, each call is made once, and its outcome is the handler's.</summary>
internal sealed class HandlingInterceptors
{
    private readonly IReadOnlyList<IHandlingInterceptor> _all;
    private readonly Contained _contained;

    private HandlingInterceptors(string group, IReadOnlyList<IHandlingInterceptor> all, ILogger log, TimeProvider time) =>
        (_all, _contained) = (all, new Contained(group, "the interceptor", log, time));

    /// <summary>Null where there are none.</summary>
    public static HandlingInterceptors? Of(string group, IReadOnlyList<IHandlingInterceptor> all, ILogger log, TimeProvider time) =>
        all.Count == 0 ? null : new HandlingInterceptors(group, all, log, time);

    /// <param name="deliveries">What is handled.</param>
    /// <param name="handle">Calls the handler.</param>
    public ValueTask Run(IReadOnlyList<EventDelivery> deliveries, Func<ValueTask> handle) =>
        Run(0, new HandledEvents(_contained.Group, deliveries[0].Handler.Name, deliveries), handle);

    private async ValueTask Run(int level, HandledEvents events, Func<ValueTask> handle)
    {
        if (level == _all.Count)
        {
            await handle().ConfigureAwait(false);
            return;
        }
        var next = new Next(() => Run(level + 1, events, handle));
        try
        {
            await _all[level].Handle(events, next.Call).ConfigureAwait(false);
        }
        catch (Exception) when (next.HasFailed)
        {
            // The handler's own, as a rule; it comes below.
        }
        catch (Exception e)
        {
            _contained.Threw(_all[level], e);
        }
        await next.Call().ConfigureAwait(false);
    }

    /// <summary>What is surrounded, begun once.</summary>
    private sealed class Next(Func<ValueTask> call)
    {
        private readonly Lock _lock = new();
        private Task? _task;

        public bool HasFailed => _task is { IsCompleted: true, IsCompletedSuccessfully: false };

        public ValueTask Call()
        {
            lock (_lock) return new ValueTask(_task ??= call().AsTask());
        }
    }
}
