using System.Data.Common;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Plain;
using Akka.Events.Topics;

namespace Akka.Events.Hosting.Internal;

internal sealed class TransactionSetup<T>(
    Topic<T> topic, string name, Func<T, DbTransaction, EventContext, Task> handler, Action<HandlerOptions>? configure) : HandlerSetup(name)
{
    public override string What => $"topic '{topic.Name}'";

    public override HandlerPlan Plan(HandlerOptions options)
    {
        configure?.Invoke(options);
        return new HandlerPlan(new TransactionHandler<T>(Name, topic, handler, options), _ => { });
    }
}
