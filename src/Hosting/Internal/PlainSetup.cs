using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Topics;

namespace Akka.Events.Hosting.Internal;

internal sealed class PlainSetup<T>(
    Topic<T> topic, string name, Func<T, EventContext, ValueTask> handler, Action<HandlerOptions>? configure) : HandlerSetup(name)
{
    public override string What => $"topic '{topic.Name}'";

    public override HandlerPlan Plan(HandlerOptions options)
    {
        configure?.Invoke(options);
        return new HandlerPlan(new PlainHandler<T>(Name, topic, handler, options), _ => { });
    }
}
