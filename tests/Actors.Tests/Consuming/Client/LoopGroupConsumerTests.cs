using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Tests.Consuming.Client;

public sealed class LoopGroupConsumerTests : GroupConsumerConformance
{
    private protected override IGroupConsumer Create(GroupConsumerSettings settings) =>
        new LoopGroupConsumer(settings, NullLogger.Instance, TimeProvider.System);
}
