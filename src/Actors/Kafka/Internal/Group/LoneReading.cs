using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>
/// What a consumer without a group does instead of joining one: it looks at its topics, takes each partition that it finds, and looks again,
/// for new ones and for whether its own are read to where a broker says that their logs end. A partition that stands still there three times,
/// with nothing left to hand over, is no longer fetched, whatever the client believes: another client is to read on.
/// </summary>
/// <param name="consumer">The consumer.</param>
/// <param name="positions">Where it reads on.</param>
/// <param name="interval">How often it looks.</param>
/// <param name="time">The clock.</param>
internal sealed class LoneReading(GroupConsumer consumer, LonePositions positions, TimeSpan interval, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // While something is still to be found, which may come at any moment.
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    // Of the poll thread alone.
    private readonly Dictionary<TopicPartition, Heartbeat> _read = [];
    private long? _looked;
    private bool _looking;
    private bool _complete;
    private bool _taken;

    /// <summary>Looks, where it is time to. On the poll thread.</summary>
    public void Look(IReadOnlyCollection<string> topics)
    {
        if (_looking || (_looked is { } last && time.GetElapsedTime(last) < (_complete ? interval : Min(Soon, interval)))) return;
        _looking = true;
        _ = LookNow(topics);
    }

    private async Task LookNow(IReadOnlyCollection<string> topics)
    {
        try
        {
            var found = await consumer.Topics(topics, Timeout).ConfigureAwait(false);
            var partitions = found.SelectMany(t => Enumerable.Range(0, t.Value.Partitions).Select(p => new TopicPartition(t.Key, p))).ToArray();
            var logs = new Dictionary<TopicPartition, WatermarkOffsets>();
            foreach (var partition in partitions) logs[partition] = await consumer.Range(partition, Timeout).ConfigureAwait(false);
            await consumer.OnPollThread(() => OnFound(topics, logs, found.Count == topics.Count)).ConfigureAwait(false);
        }
        catch (KafkaException)
        {
            // No broker answers, which the client tells of by itself; or it is closed.
            await Ended().ConfigureAwait(false);
        }
    }

    private async Task Ended()
    {
        try
        {
            await consumer.OnPollThread(Looked).ConfigureAwait(false);
        }
        catch (KafkaException)
        {
            // Closed: nobody looks again.
        }
    }

    private void OnFound(IReadOnlyCollection<string> topics, Dictionary<TopicPartition, WatermarkOffsets> logs, bool complete)
    {
        Looked();
        _complete = complete;
        var gone = _read.Keys.Where(p => !logs.ContainsKey(p) && logs.Keys.Any(other => other.Topic == p.Topic)).ToArray();
        if (gone.Length > 0)
        {
            foreach (var partition in gone) _read.Remove(partition);
            consumer.Drop(gone);
        }
        var added = logs.Keys.Where(p => !_read.ContainsKey(p)).ToArray();
        foreach (var partition in added.Where(p => !positions.Has(p))) positions.Begin(partition, logs[partition]);
        foreach (var topic in topics) positions.Know(topic);
        Compare(logs);
        foreach (var partition in added) _read.Add(partition, new Heartbeat());
        if (added.Length == 0 && _taken) return;
        _taken = true;
        consumer.Take(positions.Of(added));
    }

    private void Looked()
    {
        _looking = false;
        _looked = time.GetTimestamp();
    }

    private void Compare(Dictionary<TopicPartition, WatermarkOffsets> logs)
    {
        var fresh = true;
        foreach (var (partition, heartbeat) in _read)
        {
            if (!logs.TryGetValue(partition, out var log) || consumer.QueueOf(partition) is not { } queue) continue;
            fresh &= queue.Next >= heartbeat.End;
            if (!heartbeat.Misses(queue.Next, queue.IsEmpty, log.High.Value)) continue;
            consumer.GiveUp(
                $"{partition.Name()}: its log goes on to {log.High.Value}, and nothing has come since {queue.Next} for {Durations.Text(interval * Heartbeat.Missable)}");
            return;
        }
        if (fresh) positions.Fresh();
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
