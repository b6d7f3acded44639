namespace Akka.Actor.Internal;

/// <summary>
/// The handlers of one behaviour, in order of registration. Which of them a message type can reach is worked out once for all
/// behaviours of the same <see cref="HandlerShape"/>; an instance holds nothing but its delegates.
/// </summary>
internal sealed class MessageHandlers
{
    private HandlerShape _shape = HandlerShape.Empty;
    private Delegate[] _handlers = [];
    private Delegate[] _predicates;

    internal void Add<T>(Action<T> handler, Predicate<T> shouldHandle) => Add(ActionStep<T>.Instance, handler, shouldHandle);
    internal void Add<T>(Func<T, bool> handler) => Add(FunctionStep<T>.Instance, handler, null);

    internal void Add(Type type, Action<object> handler, Predicate<object> shouldHandle) =>
        Add(HandlerStep.ForObject(type, false), handler, shouldHandle);

    internal void Add(Type type, Func<object, bool> handler) => Add(HandlerStep.ForObject(type, true), handler, null);

    internal void AddAsync<T>(ActorCell cell, Func<T, Task> handler, Predicate<T> shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Add<T>(message => cell.RunTask(() => handler(message)), shouldHandle);
    }

    internal void AddAsync(ActorCell cell, Type type, Func<object, Task> handler, Predicate<object> shouldHandle)
    {
        ArgumentNullException.ThrowIfNull(handler);
        Add(type, message => cell.RunTask(() => handler(message)), shouldHandle);
    }

    /// <summary>The behaviour that an action makes by adding handlers, which meanwhile go to a set of their own.</summary>
    internal static Receive Configure(ref MessageHandlers configuring, Action configure, Action<object> unhandled)
    {
        var outer = configuring;
        var handlers = configuring = new MessageHandlers();
        try
        {
            configure();
        }
        finally
        {
            configuring = outer;
        }

        return message =>
        {
            if (!handlers.TryHandle(message)) unhandled(message);
            return true;
        };
    }

    internal bool TryHandle(object message)
    {
        foreach (var index in _shape.CandidatesFor(message.GetType()))
        {
            if (_shape.Steps[index].TryHandle(_handlers[index], _predicates?[index], message)) return true;
        }

        return false;
    }

    private void Add(HandlerStep step, Delegate handler, Delegate predicate)
    {
        ArgumentNullException.ThrowIfNull(handler);
        var index = _shape.Steps.Length;
        _shape = _shape.Then(step, predicate is not null);
        if (index == _handlers.Length) Array.Resize(ref _handlers, Math.Max(2, index * 2));
        _handlers[index] = handler;
        if (predicate is null && _predicates is null) return;
        Array.Resize(ref _predicates, _handlers.Length);
        _predicates[index] = predicate;
    }
}
