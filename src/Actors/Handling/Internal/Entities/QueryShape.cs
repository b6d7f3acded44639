using Akka.Events.Committing.Internal.Journal;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>What one Query of an entity class takes and gives.</summary>
internal abstract class QueryShape
{
    public abstract Type QueryType { get; }

    public abstract StoredType Query(EntityOptions options);

    /// <summary>Null where the class doesn't say what it answers with.</summary>
    public abstract StoredType? Answer(EntityOptions options);
}

internal sealed class QueryShape<TQuery, TReply> : QueryShape
{
    public override Type QueryType => typeof(TQuery);

    public override StoredType Query(EntityOptions options) => options.TravellingType<TQuery>();

    public override StoredType? Answer(EntityOptions options) => typeof(TReply) == typeof(object) ? null : options.TravellingType<TReply>();
}
