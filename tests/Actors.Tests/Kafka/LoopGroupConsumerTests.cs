using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Tests.Kafka;

public sealed class LoopGroupConsumerTests : GroupConsumerConformance
{
    private protected override IGroupConsumer Create(GroupConsumerSettings settings) =>
        new LoopGroupConsumer(settings, NullLogger.Instance, TimeProvider.System);
}
