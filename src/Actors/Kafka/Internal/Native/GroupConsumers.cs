using Akka.Events.Kafka.Internal.Group;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Native;

/// <summary>Makes group members.</summary>
internal static class GroupConsumers
{
    /// <summary>A member that isn't started yet, reading natively where that is possible.</summary>
    /// <exception cref="ArgumentException">The settings contradict one another.</exception>
    /// <exception cref="InvalidOperationException">librdkafka refuses a property.</exception>
    internal static IGroupConsumer Create(GroupConsumerSettings settings, ILogger log, TimeProvider time)
    {
        if (settings.NativeQueues)
        {
            try
            {
                return new NativeGroupConsumer(settings, log, time);
            }
            catch (NotSupportedException e)
            {
                KafkaLog.ReadsRecordByRecord(log, settings.GroupId, e.Message);
            }
        }

        return new LoopGroupConsumer(settings, log, time);
    }
}
