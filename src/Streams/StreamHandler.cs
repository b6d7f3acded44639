using Akka.Events.Handling;
using Akka.Events.Streams.Internal;
using Akka.Streams.Dsl;

namespace Akka.Events.Streams;

/// <summary>
/// A handler of a group whose work a stream does: <see cref="HandleAsync"/> is the handler, and <see cref="Source"/> where its events come out, each with what ends its
/// handling. Everything else is the group's: order per key (a key's next event comes when the one before has ended), back-pressure (as many
/// are in the stream as the handler's <see cref="HandlerOptions.MaxConcurrency"/> allows), timeouts, retries, dead letters, drain and commits. At least once.
/// </summary>
/// <remarks>
/// One stream runs at a time; while none does, events wait within their attempt's timeout, and then count as failed. When it ends, what it hadn't ended counts as
/// failed, and comes again by the handler's policy: run it again, as with <c>RestartSource</c>. Safe from any thread.
/// </remarks>
public sealed class StreamHandler<T>
{
    private readonly Handover<T> _handover = new();

    /// <summary>The handler, for <c>group.Handle(topic, name, stream.HandleAsync)</c>. Ends when the stream has ended the event's handling.</summary>
    public Task HandleAsync(T @event, EventContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return _handover.Handle(@event, context);
    }

    /// <summary>The group's events, each with its <see cref="EventCommit"/>. A stage that drops an event has to end it.</summary>
    /// <exception cref="InvalidOperationException">In the stream: another one is running.</exception>
    public Source<(T Event, EventCommit Commit), NotUsed> Source => Akka.Streams.Dsl.Source.FromGraph(new HandoverStage<T>(_handover));

    /// <summary>The same, for stages that leave the commit aside. <c>Where</c> and the like drop it: end it before.</summary>
    public SourceWithContext<T, EventCommit, NotUsed> SourceWithContext =>
        Source.AsSourceWithContext(one => one.Commit).Select(one => one.Event);
}
