using Akka.Events.Kafka.Internal;
using Akka.Events.Simulation.Machine;
using Confluent.Kafka;

namespace Akka.Events.Simulation.Kafka;

/// <summary>One member of the group, as the Kafka client shows it to a process.</summary>
internal sealed class Member(World world, Broker broker, VirtualProcess process) : IGroupConsumer
{
    private readonly Dictionary<int, LogQueue> _queues = [];
    private IGroupConsumerEvents? _events;
    private bool _expired;
    private readonly Queue<Action<Action>> _calls = [];
    private readonly TaskCompletionSource _closed = new();

    public VirtualProcess Process { get; } = process;

    public TimeSpan LastSeen { get; set; } = world.Now;

    public bool IsClosed { get; private set; }

    public bool CanOwn => _events is not null && !IsClosed && !_expired && !Process.HasCrashed;

    public void Start(IReadOnlyCollection<string> topics, IGroupConsumerEvents events)
    {
        _events = events;
        LastSeen = world.Now;
        world.After(world.Between(0, 50), () =>
        {
            if (!IsClosed && !_expired && !Process.HasCrashed) broker.Join(this);
        });
    }

    public void Assign(int partition) => OnPollThread(done =>
    {
        if (!IsClosed && broker.Owner(partition) == this)
        {
            var queue = new LogQueue(world, broker, Process, partition, Math.Max(0, broker.Committed(partition)));
            _queues[partition] = queue;
            _events!.Joined();
            _events!.Assigned([queue]);
        }
        done();
    });

    public void Revoke(int partition, Action released) => OnPollThread(done =>
    {
        if (!_queues.ContainsKey(partition))
        {
            released();
            done();
            return;
        }
        WaitFor(_events!.Revoked([new TopicPartition(broker.Topic, partition)]), () =>
        {
            released();
            done();
        });
    });

    // One callback after another, as the client's poll thread does it: while it waits for one, the others wait too.
    private void OnPollThread(Action<Action> call)
    {
        _calls.Enqueue(call);
        if (_calls.Count == 1) CallNext();
    }

    private void CallNext() => world.After(world.Between(0, 20), Process, () => _calls.Peek()(() =>
    {
        _calls.Dequeue();
        if (_calls.Count > 0) CallNext();
    }));

    private void WaitFor(Task done, Action then) => world.After(world.Between(0, 5), Process, () =>
    {
        if (done.IsCompleted) then();
        else WaitFor(done, then);
    });

    public void Release(int partition)
    {
        if (_queues.Remove(partition, out var queue)) queue.Release();
    }

    /// <summary>Its session is over: it owns nothing more, and hears of it when its thread comes to it; then it may join again.</summary>
    public void Expire(Action heard)
    {
        _expired = true;
        OnPollThread(done =>
        {
            Lost([.. _queues.Keys]);
            _expired = false;
            done();
            heard();
        });
    }

    private void Lost(int[] had)
    {
        foreach (var partition in had) Release(partition);
        if (had.Length > 0) _events!.Lost([.. had.Select(p => new TopicPartition(broker.Topic, p))]);
    }

    public void Arrived(int partition)
    {
        if (_queues.TryGetValue(partition, out var queue)) queue.Arrived();
    }

    public Task Commit(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        if (IsClosed) return Task.FromException(new KafkaException(ErrorCode.Local_Destroy));
        TopicPartitionOffset[] copies = [.. offsets];
        return world.Operation(Process, 10, () => broker.Commit(this, copies));
    }

    public Task Seek(TopicPartitionOffset position)
    {
        var (partition, offset) = (position.Partition.Value, position.Offset == Offset.Beginning ? 0 : position.Offset.Value);
        var fails = world.Chance(broker.Faults);
        var queue = _queues.GetValueOrDefault(partition);
        return world.Operation(Process, 5, () =>
        {
            if (fails) throw new KafkaException(ErrorCode.Local_TimedOut);
            if (queue is null || queue.IsReleased) throw new KafkaException(ErrorCode.Local_AssignmentLost);
            queue.Seek(offset);
            return true;
        });
    }

    public async Task<IReadOnlyList<TopicPartitionOffset>> Committed(IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout) =>
        await world.Operation<IReadOnlyList<TopicPartitionOffset>>(Process, 10, () =>
        [
            .. partitions.Select(p => new TopicPartitionOffset(
                p, broker.Committed(p.Partition.Value) is >= 0 and var offset ? offset : Offset.Unset)),
        ]).ConfigureAwait(false);

    public async Task<IReadOnlyDictionary<string, TopicInfo>> Topics(IReadOnlyCollection<string> topics, TimeSpan timeout) =>
        await world.Operation<IReadOnlyDictionary<string, TopicInfo>>(
            Process, 10, () => new Dictionary<string, TopicInfo> { [broker.Topic] = new(broker.Partitions, "topic-1") }).ConfigureAwait(false);

    public Task<WatermarkOffsets> Range(TopicPartition partition, TimeSpan timeout) => world.Operation(Process, 10, () => Watermarks(partition));

    public WatermarkOffsets Watermarks(TopicPartition partition) => new(0, broker.End(partition.Partition.Value));

    public Task Close()
    {
        if (IsClosed) return _closed.Task;
        IsClosed = true;
        OnPollThread(done =>
        {
            var revoked = _queues.Count > 0 && _events is not null
                ? _events.Revoked([.. _queues.Keys.Select(p => new TopicPartition(broker.Topic, p))]) : Task.CompletedTask;
            WaitFor(revoked, () =>
            {
                foreach (var partition in _queues.Keys.ToArray()) Release(partition);
                broker.Leave(this);
                _closed.TrySetResult();
                done();
            });
        });
        return _closed.Task;
    }
}
