using Akka.Actor;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Reader;

/// <summary>
/// Kafka's committed offsets: what they were, and what is finished now. Used on the reader's turn; its messages come back to
/// <see cref="OnMessage"/>.
/// </summary>
internal sealed class OffsetCommits(MemberContext group, Assignments assignments, IGroupConsumer client, IActorRef self, ILogger log)
{
    private static readonly TimeSpan LookUpTimeout = TimeSpan.FromSeconds(5);

    private readonly long _begun = group.Time.GetTimestamp();
    private readonly LogPace _failures = new();
    private bool _committing;

    // For the lag of what has not been read yet, and to say where the journal knows better.
    public Task<IReadOnlyList<TopicPartitionOffset>> LookUp(IReadOnlyCollection<TopicPartition> partitions)
    {
        var committed = client.Committed(partitions, LookUpTimeout);
        committed.PipeTo(self, success: offsets => new CommittedBefore(offsets), failure: _ => new CommittedBefore([]));
        return committed;
    }

    /// <summary>Commits what has finished, when the last commit has been answered.</summary>
    public void Commit()
    {
        SeeLogs();
        SayWhereJournalsKnowBetter();
        if (_committing) return;
        // Before what is finished is looked at: a move in between makes it void.
        var moves = assignments.Read.ToDictionary(read => read.Key, read => read.Value.Progress.Moves);
        if (assignments.Finished(assignments.Read.Keys) is not { Count: > 0 } offsets) return;
        _committing = true;
        client.Commit(offsets).PipeTo(self, success: () => new Committed(offsets, moves, null), failure: e => new Committed(offsets, moves, e));
    }

    /// <summary>False when the message isn't one of its own.</summary>
    public bool OnMessage(object message)
    {
        switch (message)
        {
            case Committed committed:
                OnCommitted(committed);
                return true;
            case CommittedBefore before:
                OnCommittedBefore(before);
                return true;
            default:
                return false;
        }
    }

    private void SeeLogs()
    {
        foreach (var (partition, assigned) in assignments.Read)
        {
            var log = client.Watermarks(partition);
            if (!log.High.IsSpecial) assigned.Progress.End = log.High.Value;
            if (!log.Low.IsSpecial) assigned.Progress.Beginning = log.Low.Value;
        }
    }

    private void OnCommitted(Committed committed)
    {
        _committing = false;
        if (committed.Failure is not null)
        {
            var level = _failures.Take(group.Time.GetElapsedTime(_begun), out var passedOver) ? LogLevel.Warning : LogLevel.Debug;
            ConsumingLog.OffsetsNotCommitted(
                log, level, group.Name, committed.Failure.Message, Durations.Text(group.Options.CommitInterval), LogPace.Others(passedOver));
            return;
        }
        group.Observers.Committed(committed.Offsets);
        foreach (var offset in committed.Offsets)
            if (assignments[offset.TopicPartition] is { } assigned) assigned.Progress.Commit(offset.Offset.Value, committed.Moves[offset.TopicPartition]);
    }

    private void OnCommittedBefore(CommittedBefore before)
    {
        foreach (var position in before.Offsets)
        {
            if (position.Offset.IsSpecial || assignments[position.TopicPartition] is not { Progress.Committed: < 0 } assigned) continue;
            assigned.Progress.Commit(position.Offset.Value, assigned.Progress.Moves);
            if (group.Group.KeepsOffsets) assigned.Before = position.Offset.Value;
        }
    }

    private void SayWhereJournalsKnowBetter()
    {
        foreach (var (partition, assigned) in assignments.Read)
        {
            if (assigned is not { Before: { } committed, Progress.Resumed: >= 0 and var resumed }) continue;
            assigned.Before = null;
            if (committed != resumed)
                ConsumingLog.JournalKnowsBetter(log, group.Name, partition.Topic, partition.Partition.Value, resumed, committed);
        }
    }

    private sealed record CommittedBefore(IReadOnlyList<TopicPartitionOffset> Offsets) : INoSerializationVerificationNeeded;

    private sealed record Committed(List<TopicPartitionOffset> Offsets, Dictionary<TopicPartition, int> Moves, Exception? Failure) : INoSerializationVerificationNeeded;
}
