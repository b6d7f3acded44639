using Akka.Actor;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Reader;

// Kafka's committed offsets: what they were, and what is finished now.
internal sealed partial class KafkaReader
{
    // For the lag of what has not been read yet, and to say where the journal knows better.
    private void LookUpCommitted(TopicPartition[] partitions) =>
        _client.Committed(partitions, ProbeTimeout).PipeTo(
            Self, success: offsets => new CommittedBefore(offsets), failure: _ => new CommittedBefore([]));

    private void OnCommittedBefore(CommittedBefore before)
    {
        foreach (var position in before.Offsets)
        {
            if (position.Offset.IsSpecial || !_assigned.TryGetValue(position.TopicPartition, out var assigned)
                || assigned.Progress.Committed >= 0) continue;
            assigned.Progress.Committed = position.Offset.Value;
            if (_group.Group.HasEntities) assigned.Before = position.Offset.Value;
        }
    }

    private void SayWhereJournalsKnowBetter()
    {
        foreach (var (partition, assigned) in _assigned)
        {
            if (assigned is not { Before: { } committed, Progress.Resumed: >= 0 and var resumed }) continue;
            assigned.Before = null;
            if (committed != resumed)
                _log.LogInformation(
                    "Group {Group}: {Partition} is read from {Offset}, as the journal says; Kafka has {Committed} committed", _group.Name,
                    partition, resumed, committed);
        }
    }

    private void Commit()
    {
        foreach (var (partition, assigned) in _assigned)
        {
            var log = _client.Watermarks(partition);
            if (!log.High.IsSpecial) assigned.Progress.End = log.High.Value;
            if (!log.Low.IsSpecial) assigned.Progress.Beginning = log.Low.Value;
        }
        SettleWhatIsNoLongerHere();
        SayWhereJournalsKnowBetter();
        if (_committing) return;
        var offsets = Finished(_assigned.Keys);
        if (offsets.Count == 0) return;
        _committing = true;
        _client.Commit(offsets).PipeTo(Self, success: () => new Committed(offsets, null), failure: e => new Committed(offsets, e));
    }

    private void OnCommitted(Committed committed)
    {
        _committing = false;
        if (committed.Failure is not null)
        {
            _log.LogWarning(
                "Group {Group}: offsets could not be committed: {Reason}; trying again in {Interval}", _group.Name,
                committed.Failure.Message, _group.Options.CommitInterval);
            return;
        }
        _group.Observers.Committed(committed.Offsets);
        foreach (var offset in committed.Offsets)
            if (_assigned.TryGetValue(offset.TopicPartition, out var assigned))
                assigned.Progress.Committed = offset.Offset.Value;
    }

    private List<TopicPartitionOffset> Finished(IEnumerable<TopicPartition> partitions)
    {
        var offsets = new List<TopicPartitionOffset>();
        foreach (var partition in partitions)
        {
            if (!_assigned.TryGetValue(partition, out var assigned)) continue;
            var watermark = assigned.Progress.Watermark;
            if (watermark >= 0 && watermark != assigned.Progress.Committed) offsets.Add(new TopicPartitionOffset(partition, watermark));
        }
        return offsets;
    }

    private sealed class CommitNow
    {
        public static readonly CommitNow Instance = new();
    }

    private sealed record CommittedBefore(IReadOnlyList<TopicPartitionOffset> Offsets) : INoSerializationVerificationNeeded;

    private sealed record Committed(List<TopicPartitionOffset> Offsets, Exception? Failure) : INoSerializationVerificationNeeded;
}
