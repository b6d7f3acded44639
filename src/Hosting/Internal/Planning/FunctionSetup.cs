using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>A handler that is a function.</summary>
/// <param name="name">Its name.</param>
/// <param name="topic">The topic's name.</param>
/// <param name="make">Makes it, once its options are known.</param>
/// <param name="configure">What was said of its options in code.</param>
internal sealed class FunctionSetup(
    string name, string topic, Func<HandlerOptions, HandlerDefinition> make, Action<HandlerOptions>? configure) : HandlerSetup(name)
{
    public override string What => $"topic '{topic}'";

    public override HandlerPlan Plan(HandlerOptions options)
    {
        configure?.Invoke(options);
        return new HandlerPlan(make(options), _ => { });
    }
}
