using System.Data.Common;
using Akka.Actor;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Batches;

/// <summary>A handler that is a function of several events at a time.</summary>
internal abstract class BatchHandler(string name, HandlerOptions options) : FunctionHandler(name, options)
{
    public sealed override Props Actor(GroupContext group) => Props.Create(() => new BatchHandlerActor(group, this));

    /// <summary>A call with these, decoded.</summary>
    public abstract BatchRun Run(FormedBatch batch);
}

internal sealed class BatchHandler<T>(
    string name, Topic<T> topic, Func<EventBatch<T>, DbTransaction?, Task> handle, bool inTransaction, HandlerOptions options) : BatchHandler(name, options)
{
    public override IReadOnlyList<object> Topics { get; } = [topic];

    public override bool IsInTransaction => inTransaction;

    public Task Handle(EventBatch<T> events, DbTransaction? transaction) => handle(events, transaction);

    public override BatchRun Run(FormedBatch batch) => new BatchRun<T>(this, batch);
}
