using System.Collections.Concurrent;

namespace Akka.Actor.Internal;

/// <summary>One registration, without its delegates: which messages it takes and how it is called. One per type and form.</summary>
internal abstract class HandlerStep(Type type)
{
    private static readonly ConcurrentDictionary<(Type, bool), HandlerStep> Objects = new();

    internal Type MessageType { get; } = type;
    internal virtual bool MayDecline => false;

    internal static HandlerStep ForObject(Type type, bool mayDecline)
    {
        ArgumentNullException.ThrowIfNull(type);
        return Objects.GetOrAdd((type, mayDecline), static key =>
            key.Item2 ? new ObjectFunctionStep(key.Item1) : new ObjectActionStep(key.Item1));
    }

    internal abstract bool TryHandle(Delegate handler, Delegate predicate, object message);

    private sealed class ObjectActionStep(Type type) : HandlerStep(type)
    {
        internal override bool TryHandle(Delegate handler, Delegate predicate, object message)
        {
            if (predicate is not null && !((Predicate<object>)predicate)(message)) return false;
            ((Action<object>)handler)(message);
            return true;
        }
    }

    private sealed class ObjectFunctionStep(Type type) : HandlerStep(type)
    {
        internal override bool MayDecline => true;
        internal override bool TryHandle(Delegate handler, Delegate predicate, object message) => ((Func<object, bool>)handler)(message);
    }
}

internal sealed class ActionStep<T>() : HandlerStep(typeof(T))
{
    internal static readonly ActionStep<T> Instance = new();

    internal override bool TryHandle(Delegate handler, Delegate predicate, object message)
    {
        var typed = (T)message;
        if (predicate is not null && !((Predicate<T>)predicate)(typed)) return false;
        global::System.Runtime.CompilerServices.Unsafe.As<Action<T>>(handler)(typed);
        return true;
    }
}

internal sealed class FunctionStep<T>() : HandlerStep(typeof(T))
{
    internal static readonly FunctionStep<T> Instance = new();

    internal override bool MayDecline => true;
    internal override bool TryHandle(Delegate handler, Delegate predicate, object message) => ((Func<T, bool>)handler)((T)message);
}
