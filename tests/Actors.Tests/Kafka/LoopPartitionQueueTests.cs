using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Confluent.Kafka;
using Xunit;

namespace Akka.Events.Tests.Kafka;

/// <summary>The buffer between a poll thread and a partition's reader, where librdkafka's own queue can't be read.</summary>
public sealed class LoopPartitionQueueTests
{
    private const int Megabyte = 1 << 20;

    private readonly LoopPartitionQueue _queue;
    private int _roomAgain;

    public LoopPartitionQueueTests() => _queue = new LoopPartitionQueue(new TopicPartition("events", 0), 8 * Megabyte, () => _roomAgain++);

    [Fact]
    public void It_is_full_of_few_large_records_and_of_many_small_ones()
    {
        Assert.All(Enumerable.Range(0, 7), _ => Assert.False(Add(Megabyte)));
        Assert.True(Add(Megabyte));
        Assert.False(_queue.HasRoom);
        _queue.Clear();
        Assert.All(Enumerable.Range(0, LoopPartitionQueue.Capacity - 1), _ => Assert.False(Add(1)));
        Assert.True(Add(1));
    }

    [Fact]
    public void There_is_room_again_at_a_quarter()
    {
        for (var i = 0; i < 8; i++) Add(Megabyte);
        _queue.Read(5, new Nowhere());
        Assert.Equal((0, false), (_roomAgain, _queue.HasRoom));
        _queue.Read(1, new Nowhere());
        Assert.Equal((1, true), (_roomAgain, _queue.HasRoom));
    }

    private bool Add(int bytes) => _queue.Add(new ConsumeResult<byte[]?, byte[]?>
    {
        Topic = "events", Message = new Message<byte[]?, byte[]?> { Key = [], Value = new byte[bytes] },
    });

    private sealed class Nowhere : IRecordSink
    {
        public void OnRecord(in RawRecord record)
        {
        }

        public void OnEnd(long offset)
        {
        }

        public void OnError(Error error)
        {
        }
    }
}
