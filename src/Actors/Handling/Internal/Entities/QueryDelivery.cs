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

    /// <summary>Answers. Where nothing was ever kept of the entity, and keys lie where they shouldn't, that may be elsewhere.</summary>
    /// <param name="misplaced">Why the entity may be in another shard; null when it can't.</param>
    public void Reply(MisplacedKeysException? misplaced) => Asker.Tell(
        misplaced is not null && Lane!.DurableSequenceNr == 0 ? new Status.Failure(misplaced) : new QueryAnswer(Answer));

    public override void Decode()
    {
    }

    public override void ReleaseEvent()
    {
    }

    public override EventDelivery CopyForHandler() => throw new NotSupportedException();
}
