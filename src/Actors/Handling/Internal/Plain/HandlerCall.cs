using Akka.Events.Committing.Internal;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Observing;

namespace Akka.Events.Handling.Internal.Plain;

/// <summary>Calls a handler that is a function.</summary>
internal static class HandlerCall
{
    /// <summary>Whatever the handler does, and whatever kind of task it gives: what comes back is a task that can be looked at.</summary>
    /// <param name="durability">What its effects become durable with.</param>
    /// <param name="run">The attempt.</param>
    /// <param name="blocking">It blocks its thread.</param>
    public static ValueTask Begin(Durability durability, IHandlerRun run, bool blocking)
    {
        try
        {
            var task = blocking ? new ValueTask(Task.Run(() => durability.Run(run).AsTask())) : durability.Run(run);
            if (!task.IsCompletedSuccessfully) return new ValueTask(task.AsTask());
            task.GetAwaiter().GetResult();
            return ValueTask.CompletedTask;
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }

    /// <summary>The same, with interceptors around it.</summary>
    /// <param name="interceptors">They.</param>
    /// <param name="deliveries">What the attempt is at, oldest first.</param>
    /// <param name="durability">What its effects become durable with.</param>
    /// <param name="run">The attempt.</param>
    /// <param name="blocking">It blocks its thread.</param>
    public static ValueTask Begin(
        HandlingInterceptors interceptors, IReadOnlyList<EventDelivery> deliveries, Durability durability, IHandlerRun run, bool blocking) =>
        blocking ? new ValueTask(Task.Run(() => interceptors.Run(deliveries, () => durability.Run(run)).AsTask())) : Kept(interceptors.Run(deliveries, () => durability.Run(run)));

    /// <summary>Why an ended task has failed; null when it has not.</summary>
    public static Exception? Failure(ValueTask ended)
    {
        if (ended.IsCompletedSuccessfully) return null;
        var task = ended.AsTask();
        return task.Exception?.InnerExceptions[0] ?? new TaskCanceledException(task);
    }

    private static ValueTask Kept(ValueTask task) => task.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(task.AsTask());
}
