using Akka.Actor;
using Akka.Event;
using Akka.Events.Handling.Internal.Deliveries;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Partitions;

// The way to the first record: the shard recovers, the position is checked against the log, the client is moved there.
internal sealed partial class PartitionConsumer
{
    private void Open()
    {
        _source = new PartitionAssignment(TopicPartition, Self, _group.Time);
        _untaken = false;
        _pool = new DeliveryPool(_route, _source, _group.Options.MaxOutstanding);
        _shards.Tell(new OpenPartition(_route, _source), Self);
        Timers.StartSingleTimer(OpenTimedOut.Instance, OpenTimedOut.Instance, OpenTimeout);
    }

    private void OnOpened(PartitionOpened opened)
    {
        if (_draining || opened.Source != _source) return;
        Timers.Cancel(OpenTimedOut.Instance);
        _group.Problems.Settle(TopicPartition);
        _shard = opened.Shard;
        _group.Group.Metrics.Recovered(_group.Time.GetElapsedTime(_assigned));
        _group.Observers.Activated(TopicPartition, opened.Resume);
        // What the journal holds wins over what Kafka holds; after a failure of the shard, what was read is read again.
        var position = opened.Resume ?? (_tracker.Watermark >= 0 ? _tracker.Watermark : null);
        if (position is { } offset)
        {
            if (opened.Resume is not null && _progress.Resumed < 0) _progress.Resumed = offset;
            Place(offset);
            if (_group.Options.StartFrom == AutoOffsetReset.Error) FindLog();
            else Seek(offset);
        }
        // A journal that knows nothing of the partition, though Kafka has offsets of it, has lost its state or was emptied: it is built
        // anew.
        else if (_fromBeginning || _route.IsLaterTopic || _group is { Group.HasEntities: true, Options.StartFrom: AutoOffsetReset.Earliest })
            Seek(Offset.Beginning);
        else if (_group.Options.StartFrom != AutoOffsetReset.Earliest) FindLog();
        else BeginReading();
    }

    private void OnOpenTimedOut()
    {
        var problem = $"{TopicPartition}: its shard is not open yet: it recovers, or what ran in it before has not ended";
        if (_group.Problems.Report(TopicPartition, problem)) _log.LogWarning("Group {Group}: {Problem}", _group.Name, problem);
    }

    private void Place(long offset)
    {
        _tracker = new OffsetTracker(offset, _group.Options.MaxOutstanding);
        _progress.Watermark = offset;
        _nextSpan = offset;
        _source.Start = offset;
        _bytesOutstanding = 0;
    }

    // The group may have no position, or one that the log doesn't have.
    private void FindLog()
    {
        if (_draining || _shard is null) return;
        _reading = false;
        Find().PipeTo(Self, success: found => found, failure: e => new LogNotFound(e));
    }

    private async Task<LogFound> Find()
    {
        var (client, partition, position) = (_client, TopicPartition, _nextSpan);
        var log = await client.Range(partition, FindTimeout).ConfigureAwait(false);
        if (position >= 0) return new LogFound(log.Low.Value, log.High.Value, position);
        var committed = (await client.Committed([partition], FindTimeout).ConfigureAwait(false))[0].Offset;
        return new LogFound(log.Low.Value, log.High.Value, committed.IsSpecial ? -1 : committed.Value);
    }

    private void OnLogFound(LogFound log)
    {
        if (_draining || _shard is null) return;
        var verdict = LogPosition.Of(log.Position, log.Low, log.High, _group.Options.StartFrom, _group.Group.HasEntities);
        if (verdict.Problem is { } problem)
        {
            _group.Problems.Report(TopicPartition, $"{TopicPartition}: {problem}");
            _log.LogError("Group {Group}: {Partition}: {Problem}. The partition is not read", _group.Name, TopicPartition, problem);
            return;
        }
        SayLoss(verdict);
        if (verdict.Anew)
        {
            BeginAnew();
            return;
        }
        if (_nextSpan < 0) Place(verdict.Offset);
        Seek(verdict.Offset);
    }

    // Where the first record isn't the one that was to come, the log may have lost it, or it has no record of that offset.
    private void LookForLoss(long expected, long first)
    {
        _atFirst = false;
        if (expected < 0) expected = _progress.Committed;
        if (expected < 0 || first == expected) return;
        _client.Range(TopicPartition, FindTimeout).PipeTo(
            Self, success: log => new BegunElsewhere(log.Low.Value, log.High.Value, expected), failure: e => new LossUnknown(e));
    }

    private void SayLoss(LogPosition verdict)
    {
        if (verdict.Loss is { } loss) _log.LogError("Group {Group}: {Partition}: {Loss}", _group.Name, TopicPartition, loss);
    }

    // Offsets begin again: what is under way belongs to another log.
    private void BeginAnew()
    {
        _fromBeginning = true;
        _tracker = new OffsetTracker(-1);
        _nextSpan = _progress.Watermark = _progress.Position = -1;
        _bytesOutstanding = 0;
        Reopen();
    }

    private void Seek(Offset offset) => _client.Seek(new TopicPartitionOffset(TopicPartition, offset))
        .PipeTo(Self, success: () => Positioned.Instance, failure: e => new SeekFailed(offset, e));

    private void BeginReading()
    {
        if (_draining || _shard is null) return;
        _reopened = 0;
        _reading = _atFirst = true;
        var self = Self;
        _queue.Available = () => self.Tell(ReadMore.Instance, ActorRefs.NoSender);
        _queueEmpty = false;
        Read();
    }

    private void Reopen()
    {
        _reading = false;
        _shard = null;
        _source.Stop();
        _shards.Tell(new ClosePartition(_source), Self);
        if (_draining)
        {
            // What was under way is left to the next owner.
            Context.Parent.Tell(new PartitionDrained(TopicPartition), Self);
            return;
        }
        var wait = _group.Options.ReopenBackoff * Math.Pow(2, Math.Min(_reopened++, 16));
        if (wait > MaxReopenBackoff) wait = MaxReopenBackoff;
        _log.LogInformation(
            "Group {Group}: the shard of {Partition} has ended; opening it again in {Wait}", _group.Name, TopicPartition, wait);
        Timers.StartSingleTimer(OpenNow.Instance, OpenNow.Instance, wait);
    }

    private sealed class OpenNow
    {
        public static readonly OpenNow Instance = new();
    }

    private sealed class OpenTimedOut
    {
        public static readonly OpenTimedOut Instance = new();
    }

    private sealed class FindNow
    {
        public static readonly FindNow Instance = new();
    }

    private sealed record LogFound(long Low, long High, long Position) : INoSerializationVerificationNeeded;

    private sealed record BegunElsewhere(long Low, long High, long Expected) : INoSerializationVerificationNeeded;

    private sealed record LossUnknown(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record LogNotFound(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed class Positioned
    {
        public static readonly Positioned Instance = new();
    }

    private sealed record SeekFailed(Offset Offset, Exception Cause) : INoSerializationVerificationNeeded;
}
