using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Topics;

namespace Akka.Events.Handling.Internal.Plain;

/// <summary>A handler that is a function: of the event and where it comes from.</summary>
internal abstract class PlainHandler(string name, HandlerOptions options) : FunctionHandler(name, options)
{
    public sealed override Props Actor(GroupContext group) => Props.Create(() => new PlainHandlerActor(group, this));

    public abstract override ValueTask Invoke(EventDelivery delivery);
}

internal sealed class PlainHandler<T>(string name, Topic<T> topic, Func<T, EventContext, ValueTask> handle, HandlerOptions options) : PlainHandler(name, options)
{
    public override IReadOnlyList<object> Topics { get; } = [topic];

    public override ValueTask Invoke(EventDelivery delivery)
    {
        var typed = (EventDelivery<T>)delivery;
        return handle(typed.Event!, typed);
    }
}
