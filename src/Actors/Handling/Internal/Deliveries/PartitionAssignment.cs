using Akka.Actor;
using Confluent.Kafka;

namespace Akka.Events.Handling.Internal.Deliveries;

/// <summary>An assigned topic-partition as its deliveries know it: one per assignment.</summary>
internal sealed class PartitionAssignment(TopicPartition topicPartition, IActorRef consumer, TimeProvider time)
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _calls = new();
    private int _underWay;
    private bool _givenUp;

    /// <summary>The group that it is assigned to, for measurements and spans.</summary>
    public string Group { get; init; } = "";

    public TopicPartition TopicPartition { get; } = topicPartition;

    public int Partition { get; } = topicPartition.Partition.Value;

    /// <summary>
    /// Where reading began in this assignment: the first offset that can be delivered. Set before the first delivery leaves.
    /// </summary>
    public long Start { get; set; }

    /// <summary>The partition's consumer actor.</summary>
    public IActorRef Consumer { get; } = consumer;

    /// <summary>
    /// Records at and above this offset were not finished before this assignment; below it some may be. -1 when none were.
    /// </summary>
    public long FinishedBelow { get; set; } = -1;

    public TimeProvider Time { get; } = time;

    /// <summary>Told by how many more, or fewer, calls go on asynchronously. On any thread.</summary>
    public Action<int> CallsChanged { get; init; } = static _ => { };

    /// <summary>Cancelled when the partition is no longer ours or the process stops hard.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Tells the consumer that a batch of its records has been taken up.</summary>
    public void BatchTaken() => Consumer.Tell(new BatchTaken(this), ActorRefs.NoSender);

    /// <summary>Cancels what still runs; what a handler has to do then is done on a thread of the pool.</summary>
    public void Stop()
    {
        int left;
        lock (_calls) (left, _underWay, _givenUp) = (_underWay, 0, true);
        if (left > 0) CallsChanged(-left);
        _ = _stop.CancelAsync();
    }

    /// <summary>A call goes on asynchronously. What still runs when the partition is given up doesn't count any more: it may never end. From any thread.</summary>
    public void CallGoesOn() => Count(1);

    /// <summary>Such a call has ended.</summary>
    public void CallEnded() => Count(-1);

    private void Count(int change)
    {
        lock (_calls)
        {
            if (_givenUp) return;
            _underWay += change;
        }
        CallsChanged(change);
    }
}
