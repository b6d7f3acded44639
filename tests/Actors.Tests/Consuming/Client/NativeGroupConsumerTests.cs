using Akka.Events.Consuming.Internal;
using Akka.Events.Consuming.Internal.Native;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Tests.Consuming.Client;

public sealed class NativeGroupConsumerTests : GroupConsumerConformance
{
    private protected override IGroupConsumer Create(GroupConsumerSettings settings) =>
        new NativeGroupConsumer(settings, NullLogger.Instance, TimeProvider.System);
}
