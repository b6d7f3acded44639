using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>The way of one partition to its first record: where reading begins, what the log says to that, and when to try again.</summary>
internal sealed class PartitionOpening(
    MemberContext group, SubscribedTopic route, TopicPartition partition, IGroupConsumer client, TopicLook topics)
{
    private static readonly TimeSpan MaxReopenBackoff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private int _reopened;
    private bool _again;

    /// <summary>Offsets have begun again: the log is read from its beginning.</summary>
    public bool FromBeginning { get; set; }

    /// <summary>The partition has been read before, by this consumer or one before it: the client stands anywhere.</summary>
    public void Again() => _again = true;

    /// <summary>Where the client is to be moved to.</summary>
    /// <param name="position">The next offset that isn't finished; null where nothing is known.</param>
    /// <returns>An offset; <see cref="Offset.Stored"/> where the client stands right already; null where the log has to be asked.</returns>
    public Offset? Begin(long? position)
    {
        var startFrom = group.Options.StartFrom;
        if (position is { } next) return startFrom == AutoOffsetReset.Error ? null : new Offset(next);
        // A journal that knows nothing of the partition, though Kafka has offsets of it, has lost its state or was emptied: it is built
        // anew.
        if (FromBeginning || route.IsLaterTopic || (group.Group.HasEntities && startFrom == AutoOffsetReset.Earliest)) return Offset.Beginning;
        return startFrom == AutoOffsetReset.Earliest && !_again ? Offset.Stored : null;
    }

    /// <summary>Asks what the log is.</summary>
    public async Task<LogFound> Find(PartitionAssignment source, long? next)
    {
        var id = await TopicId().ConfigureAwait(false);
        var log = await client.Range(partition, Timeout).ConfigureAwait(false);
        if (next is null)
        {
            var committed = (await client.Committed([partition], Timeout).ConfigureAwait(false))[0].Offset;
            if (!committed.IsSpecial) next = committed.Value;
        }
        return new LogFound(source, id, log.Low.Value, log.High.Value, next);
    }

    /// <summary>Asks whether the log is still the same, and where it begins if that is wanted too.</summary>
    public async Task<LogSeen> See(PartitionAssignment source, bool beginning)
    {
        var id = await TopicId().ConfigureAwait(false);
        var log = beginning ? await client.Range(partition, Timeout).ConfigureAwait(false) : null;
        return new LogSeen(source, id, log?.Low.Value);
    }

    public async Task<BeginningFound> Beginning(PartitionAssignment source)
    {
        var log = await client.Range(partition, Timeout).ConfigureAwait(false);
        return new BeginningFound(source, log.Low.Value, log.High.Value);
    }

    /// <summary>The offset of the log that is nearest to one.</summary>
    public async Task<long> Nearest(long offset)
    {
        var log = await client.Range(partition, Timeout).ConfigureAwait(false);
        return Math.Clamp(offset, log.Low.Value, log.High.Value);
    }

    /// <summary>How long to wait before the next opening.</summary>
    public TimeSpan NextWait()
    {
        _again = true;
        return Backoff.Wait(group.Options.ReopenBackoff, MaxReopenBackoff, _reopened++);
    }

    /// <summary>The last wait was the first one since records were finished.</summary>
    public bool IsFirst => _reopened == 1;

    /// <summary>Records are finished: the next failure is a new one.</summary>
    public void Works() => _reopened = 0;

    private async Task<string?> TopicId() =>
        (await topics.Ask().ConfigureAwait(false)).TryGetValue(route.Name, out var topic) && topic.Id.Length > 0 ? topic.Id : null;
}
