using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Kafka.Internal.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Tests.Kafka;

public sealed class NativeGroupConsumerTests : GroupConsumerConformance
{
    private protected override IGroupConsumer Create(GroupConsumerSettings settings) =>
        new NativeGroupConsumer(settings, NullLogger.Instance, TimeProvider.System);
}
