using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>
/// The way through Confluent.Kafka's public API: the poll thread consumes record by record into a bounded buffer per partition, and pauses
/// the partitions whose buffers are full. Slower, and a commit holds up the poll thread until it is answered; needs nothing but the public
/// API.
/// </summary>
internal sealed class LoopGroupConsumer(GroupConsumerSettings settings, ILogger log, TimeProvider time) : GroupConsumer(settings, log, time)
{
    /// <summary>Consume can't be interrupted: commands wait this long at most.</summary>
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(10);

    /// <summary>Records taken before commands are looked at again.</summary>
    private const int Round = 1000;

    private readonly List<TopicPartition> _full = [];
    private readonly long _bytes = GroupConsumerConfig.PrefetchKilobytes(settings) * 1024L;

    protected override void Poll(TimeSpan timeout)
    {
        var wait = timeout < LongestPoll ? timeout : LongestPoll;
        for (var i = 0; i < Round && Next(wait) is { } result; i++)
        {
            wait = TimeSpan.Zero;
            // Records of partitions that are no longer ours may still lie in the client's queue.
            if (QueueOf(result.TopicPartition) is not LoopPartitionQueue queue || !queue.Add(result)) continue;
            Client.Pause([result.TopicPartition]);
            _full.Add(result.TopicPartition);
        }
    }

    protected override void Interrupt()
    {
    }

    protected override PartitionQueue CreateQueue(TopicPartition partition) => new LoopPartitionQueue(partition, _bytes, Wake);

    protected override void ServeClient()
    {
        for (var i = _full.Count - 1; i >= 0; i--)
        {
            var queue = QueueOf(_full[i]) as LoopPartitionQueue;
            if (queue is { HasRoom: false }) continue;
            if (queue != null) Client.Resume([_full[i]]);
            _full.RemoveAt(i);
        }
    }

    protected override void SeekNow(TopicPartitionOffset position)
    {
        base.SeekNow(position);
        (QueueOf(position.TopicPartition) as LoopPartitionQueue)?.Clear();
    }

    protected override void Send(IReadOnlyList<TopicPartitionOffset> offsets)
    {
        try
        {
            Client.Commit(offsets);
            Commits.Completed(_ => null);
        }
        catch (TopicPartitionOffsetException e)
        {
            Commits.Completed(p => e.Results.FirstOrDefault(r => r.TopicPartition == p)?.Error);
        }
        catch (KafkaException e)
        {
            Commits.Completed(_ => e.Error);
        }
    }

    private ConsumeResult<byte[]?, byte[]?>? Next(TimeSpan timeout)
    {
        try
        {
            return Client.Consume(timeout);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal && QueueOf(e.ConsumerRecord.TopicPartition) is LoopPartitionQueue queue)
        {
            // An error of one partition belongs into its queue, behind the records before it.
            queue.Add(e.Error);
            return null;
        }
    }
}
