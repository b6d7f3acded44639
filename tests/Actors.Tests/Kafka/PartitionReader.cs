using Akka.Events.Consuming.Internal.Partitions;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Tests.Kafka;

/// <summary>Reads a partition's queue whenever it has something, one read at a time: what a PartitionConsumer does.</summary>
internal sealed class PartitionReader(IPartitionQueue queue, Member member) : IRecordSink
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _signals;
    private volatile bool _stop;

    public IPartitionQueue Queue => queue;

    public Task Stopped => _stopped.Task;

    /// <summary>The next offset to commit.</summary>
    public long Next { get; private set; } = -1;

    /// <summary>The last end of the log that was told.</summary>
    public long End { get; private set; } = -1;

    public List<Error> Errors { get; } = [];

    public void Schedule()
    {
        if (Interlocked.Increment(ref _signals) == 1) ThreadPool.UnsafeQueueUserWorkItem(_ => Run(), null);
    }

    public void Stop()
    {
        _stop = true;
        Schedule();
    }

    public void OnRecord(in RawRecord record)
    {
        Next = record.Offset + 1;
        if (member.OnRecord is { } keep) keep(queue.TopicPartition, record.Offset);
        else member.Records.Enqueue(Member.Read.Of(queue.TopicPartition, record));
    }

    public void OnEnd(long offset) => End = offset;

    public void OnError(Error error) => Errors.Add(error);

    private void Run()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _signals);
            while (!_stop && queue.Read(100, this) > 0)
            {
            }

            if (_stop) _stopped.TrySetResult();
        }
        while (Interlocked.Add(ref _signals, -seen) > 0);
    }
}
