using Akka.Events.Kafka.Internal;
using Akka.Events.Simulation.Machine;
using Confluent.Kafka;

namespace Akka.Events.Simulation.Kafka;

/// <summary>What one assignment reads of a partition, in portions of any size.</summary>
internal sealed class LogQueue(World world, Broker broker, VirtualProcess process, int partition, long position) : IPartitionQueue
{
    private const long FirstTimestamp = 1_700_000_000_000;
    private Action? _available;

    public TopicPartition TopicPartition { get; } = new(broker.Topic, partition);

    public bool IsReleased { get; private set; }

    public Action? Available
    {
        set
        {
            _available = value;
            if (value is not null) Arrived();
        }
    }

    public int Read(int max, IRecordSink sink)
    {
        var most = world.Random.Next(1, 20);
        var read = 0;
        while (read < Math.Min(max, most) && !IsReleased)
        {
            var record = broker.Log(partition).FirstOrDefault(r => r.Offset >= position);
            if (record is null) break;
            position = record.Offset + 1;
            sink.OnRecord(new RawRecord
            {
                Offset = record.Offset,
                Timestamp = FirstTimestamp + record.Offset,
                HasKey = true,
                HasValue = true,
                Key = record.Key,
                Value = record.Value,
            });
            read++;
        }
        return read;
    }

    public void Seek(long offset)
    {
        position = offset;
        Arrived();
    }

    public void Arrived()
    {
        if (!IsReleased) world.After(world.Between(0, 2), process, () => _available?.Invoke());
    }

    public void Release() => IsReleased = true;
}
