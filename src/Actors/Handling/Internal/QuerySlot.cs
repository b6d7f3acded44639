namespace Akka.Events.Handling.Internal;

/// <summary>What an entity instance answers to one type of query.</summary>
internal abstract class QuerySlot
{
    public abstract bool TryAnswer(object query, out object? answer);
}

internal sealed class QuerySlot<TQuery>(Func<TQuery, object?> function) : QuerySlot
{
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
