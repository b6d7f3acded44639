using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>A query in its entity's lane: answered in its turn, and let go when what was handled before it is durable.</summary>
internal sealed class QueryDelivery : EventDelivery
{
    // A query comes from no topic.
    public QueryDelivery(object query, IActorRef asker) : base(null!, null!)
    {
        Query = query;
        Asker = asker;
    }

    public object Query { get; }

    public IActorRef Asker { get; }

    public object? Answer { get; set; }

    /// <summary>Answers, or says why the answer may be elsewhere.</summary>
    public void Reply(MisplacedKeysException? misplaced) =>
        Asker.Tell(misplaced is not null ? new Status.Failure(misplaced) : new QueryAnswer(Answer));

    public override object? Untyped => null;

    public override void Decode()
    {
    }

    public override void ReleaseEvent()
    {
    }

    public override EventDelivery CopyForHandler() => throw new NotSupportedException();
}
