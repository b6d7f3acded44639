using System.Data.Common;
using Akka.Events.Handling;

namespace Akka.Events.Hosting.Internal.Classes;

/// <summary>One Handle of a handler class.</summary>
internal abstract class HandleMethod
{
    /// <summary>The type of its events.</summary>
    public abstract Type EventType { get; }

    public abstract bool Fits(object? e);

    public abstract Task Handle(object handler, object? e, DbTransaction? transaction, EventContext context);

    /// <summary>Those of a class for a topic's events, a type before its bases.</summary>
    /// <param name="handler">The class.</param>
    /// <param name="contract">Which Handle: the open interface.</param>
    /// <param name="events">The type of the topic's events.</param>
    public static IReadOnlyList<HandleMethod> Of(Type handler, Type contract, Type events)
    {
        var call = contract == typeof(IEventHandler<>) ? typeof(EventCall<>) : typeof(TransactionCall<>);
        var types = handler.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == contract)
            .Select(i => i.GetGenericArguments()[0]).Where(type => type.IsAssignableFrom(events) || events.IsAssignableFrom(type)).ToArray();
        // The more bases of a type there are among them, the earlier it stands.
        return
        [
            .. types.OrderByDescending(type => types.Count(other => other.IsAssignableFrom(type)))
                .Select(type => (HandleMethod)Activator.CreateInstance(call.MakeGenericType(type))!),
        ];
    }

    private sealed class EventCall<T> : HandleMethod
    {
        public override Type EventType => typeof(T);

        public override bool Fits(object? e) => e is T;

        public override Task Handle(object handler, object? e, DbTransaction? transaction, EventContext context) =>
            ((IEventHandler<T>)handler).Handle((T)e!, context);
    }

    private sealed class TransactionCall<T> : HandleMethod
    {
        public override Type EventType => typeof(T);

        public override bool Fits(object? e) => e is T;

        public override Task Handle(object handler, object? e, DbTransaction? transaction, EventContext context) =>
            ((ITransactionHandler<T>)handler).Handle((T)e!, transaction!, context);
    }
}
