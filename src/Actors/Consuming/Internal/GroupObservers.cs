using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Consuming.Internal;

/// <summary>A group's observers, of which none can do harm to another or to the group.</summary>
internal sealed class GroupObservers(string group, IReadOnlyList<IGroupObserver> observers, ILogger log)
{
    public static readonly GroupObservers None = new("", [], NullLogger.Instance);

    public void Assigned(IReadOnlyList<TopicPartition> partitions) => Tell(o => o.Assigned(group, partitions));

    public void Activated(TopicPartition partition, long? resume) => Tell(o => o.Activated(group, partition, resume));

    public void Revoking(IReadOnlyList<TopicPartition> partitions) => Tell(o => o.Revoking(group, partitions));

    public void Revoked(IReadOnlyList<TopicPartition> partitions) => Tell(o => o.Revoked(group, partitions));

    public void Lost(IReadOnlyList<TopicPartition> partitions) => Tell(o => o.Lost(group, partitions));

    public void Committed(IReadOnlyList<TopicPartitionOffset> offsets) => Tell(o => o.Committed(group, offsets));

    private void Tell(Action<IGroupObserver> what)
    {
        foreach (var observer in observers)
        {
            try
            {
                what(observer);
            }
            catch (Exception e)
            {
                ConsumingLog.ObserverFailed(log, e, group, observer.GetType().Name);
            }
        }
    }
}
