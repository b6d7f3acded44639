using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>
/// Seeks that the client wasn't ready for yet (a partition's fetching begins some time after its assignment). A later seek of a partition
/// replaces an earlier one, whose task then ends with it. Used on the poll thread alone.
/// </summary>
internal sealed class PendingSeeks(Action<TopicPartitionOffset> seek, TimeProvider time)
{
    internal static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<TopicPartition, Entry> _entries = [];
    private readonly Pause _pause = new(time, Backoff);

    /// <summary>How long to wait before the next try; null when none is due.</summary>
    internal TimeSpan? Due => _entries.Count == 0 ? null : _pause.Left;

    internal void Add(TopicPartitionOffset position, TaskCompletionSource done)
    {
        if (!_entries.TryGetValue(position.TopicPartition, out var entry)) _entries[position.TopicPartition] = entry = new Entry();
        entry.Offset = position.Offset;
        entry.Done.Add(done);
        _pause.End();
    }

    internal void Try()
    {
        if (_entries.Count == 0 || _pause.Left > TimeSpan.Zero) return;
        foreach (var (partition, entry) in _entries.ToList())
        {
            try
            {
                seek(new TopicPartitionOffset(partition, entry.Offset));
                foreach (var done in entry.Done) done.TrySetResult();
                _entries.Remove(partition);
            }
            catch (KafkaException e) when (NotYet(e.Error.Code))
            {
                _pause.Begin();
            }
            catch (KafkaException e)
            {
                Fail(partition, e.Error);
            }
        }
    }

    internal void Drop(Func<TopicPartition, bool> owned, Error error)
    {
        foreach (var partition in _entries.Keys.Where(p => !owned(p)).ToList()) Fail(partition, error);
    }

    private void Fail(TopicPartition partition, Error error)
    {
        if (!_entries.Remove(partition, out var entry)) return;
        foreach (var done in entry.Done) done.TrySetException(new KafkaException(error));
    }

    private static bool NotYet(ErrorCode code) => code is
        ErrorCode.Local_State or ErrorCode.Local_UnknownPartition or ErrorCode.Local_TimedOut or ErrorCode.Local_PrevInProgress;

    private sealed class Entry
    {
        public Offset Offset { get; set; }

        public List<TaskCompletionSource> Done { get; } = [];
    }
}
