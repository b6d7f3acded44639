namespace Akka.Events.Handling.Internal.Entities;

/// <summary>What an entity instance answers to one type of query, and its next slot.</summary>
internal abstract class QuerySlot(QuerySlot? next)
{
    public QuerySlot? Next { get; } = next;

    /// <summary>What the constructor has registered.</summary>
    public abstract Delegate Function { get; }

    public abstract bool TryAnswer(object query, out object? answer);
}

internal sealed class QuerySlot<TQuery, TReply>(Func<TQuery, TReply> function, QuerySlot? next) : QuerySlot(next)
{
    public override Delegate Function => function;

    public override bool TryAnswer(object query, out object? answer)
    {
        if (query is TQuery known)
        {
            answer = function(known);
            return true;
        }
        answer = null;
        return false;
    }
}
