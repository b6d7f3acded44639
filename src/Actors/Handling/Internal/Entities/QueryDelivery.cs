using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>A query in its entity's lane: answered in its turn, and let go when what was handled before it is durable.</summary>
internal sealed class QueryDelivery : EventDelivery
{
    private readonly EntityQuery _query;
    private readonly IActorRef _asker;

    // A query comes from no topic.
    public QueryDelivery(EntityQuery query, IActorRef asker) : base(null!, null!)
    {
        _query = query;
        _asker = asker;
    }

    public object Query => _query.Query;

    public object? Answer { get; set; }

    /// <summary>Answers, or says why the answer may be elsewhere.</summary>
    public void Reply(MisplacedKeysException? misplaced)
    {
        if (misplaced is not null) Fail(misplaced);
        else _asker.Tell(new QueryAnswer(_query, Answer), ActorRefs.NoSender);
    }

    /// <summary>Says why there is no answer.</summary>
    public void Fail(Exception cause) => _asker.Tell(new Status.Failure(cause, _query), ActorRefs.NoSender);

    public override object? Untyped => null;

    public override void Decode()
    {
    }

    public override void ReleaseEvent()
    {
    }

    public override EventDelivery CopyForHandler() => throw new NotSupportedException();
}
