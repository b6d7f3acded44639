using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Shared;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>
/// Reads one assigned topic-partition: opens its shard, seeks to what the shard has recovered, hands records to it in batches, holds back
/// when too much is under way, and tracks what may be committed.
/// </summary>
internal sealed partial class PartitionConsumer : UntypedActor, IWithTimers, IRecordSink
{
    private const int ReadBatch = 1000;
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxReopenBackoff = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FindBackoff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FindTimeout = TimeSpan.FromSeconds(10);

    private readonly MemberContext _group;
    private readonly SubscribedTopic _route;
    private readonly IPartitionQueue _queue;
    private readonly IGroupConsumer _client;
    private readonly IActorRef _shards;
    private readonly PartitionProgress _progress;
    private readonly ILogger _log;

    private PartitionAssignment _source = null!;
    private OffsetTracker _tracker = new(-1);
    private DeliveryPool _pool = null!;
    private IActorRef? _shard;
    private DeliveryBatch _batch = [];
    private long _bytesOutstanding;
    private long _nextSpan = -1;
    private bool _reading;
    private bool _untaken;
    private bool _queueEmpty = true;
    private bool _draining;
    private bool _trimming;
    private bool _atFirst;
    private bool _setBack;
    private bool _fromBeginning;
    private int _reopened;
    private long _assigned;

    public PartitionConsumer(
        MemberContext group, SubscribedTopic route, IPartitionQueue queue, IGroupConsumer client, IActorRef shards, PartitionProgress progress)
    {
        _group = group;
        _route = route;
        _queue = queue;
        _client = client;
        _shards = shards;
        _progress = progress;
        _log = group.Log("Akka.Events.Consumer");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TopicPartition TopicPartition => _queue.TopicPartition;

    protected override void PreStart()
    {
        _assigned = _group.Time.GetTimestamp();
        Open();
    }

    protected override void PostStop()
    {
        _queue.Available = null;
        _source.Stop();
        _shards.Tell(new ClosePartition(_source), Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case BatchFinished finished:
                OnFinished(finished);
                break;
            case BatchTaken taken when taken.Source == _source:
                _untaken = false;
                Read();
                break;
            case BatchTaken:
                break;
            case ReadMore:
                _queueEmpty = false;
                Read();
                break;
            case PartitionOpened opened:
                OnOpened(opened);
                break;
            case Positioned:
                BeginReading();
                break;
            case LogFound found:
                OnLogFound(found);
                break;
            case LogNotFound notFound:
                _log.LogWarning(
                    "Group {Group}: the log of {Partition} could not be looked up: {Reason}; asking again", _group.Name, TopicPartition,
                    notFound.Cause.Message);
                Timers.StartSingleTimer(FindNow.Instance, FindNow.Instance, FindBackoff);
                break;
            case FindNow:
                FindLog();
                break;
            case BegunElsewhere begun:
                SayLoss(LogPosition.Of(begun.Expected, begun.Low, begun.High, AutoOffsetReset.Earliest, entities: false));
                break;
            case LossUnknown unknown:
                _log.LogDebug(
                    unknown.Cause, "Group {Group}: {Partition} begins elsewhere than expected, and its log could not be looked up",
                    _group.Name, TopicPartition);
                break;
            case SeekFailed failed:
                _log.LogWarning(
                    failed.Cause, "Group {Group}: {Partition} could not be moved to {Offset}; opening it again", _group.Name,
                    TopicPartition, failed.Offset);
                Reopen();
                break;
            case OpenTimedOut:
                OnOpenTimedOut();
                break;
            case TrimPool:
                Trim();
                break;
            case OpenNow:
                Open();
                break;
            case ShardClosed closed when closed.Source == _source:
                Timers.Cancel(OpenTimedOut.Instance);
                Reopen();
                break;
            case ShardClosed:
                break;
            case DrainPartition:
                _draining = true;
                _reading = false;
                ReportDrained();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    void IRecordSink.OnRecord(in RawRecord record)
    {
        if (record.Offset < _nextSpan || _setBack)
        {
            // Offsets only rise, unless the log has no longer had the one that was to be read.
            _setBack = true;
            return;
        }
        var delivery = _pool.Take();
        delivery.Fill(record);
        if (_nextSpan < 0)
        {
            _nextSpan = record.Offset;
            _source.Start = record.Offset;
        }
        delivery.Effects.First = _nextSpan;
        delivery.Ticket = _tracker.Add(record.Offset);
        _nextSpan = record.Offset + 1;
        _bytesOutstanding += delivery.Size;
        _batch.Add(delivery);
    }

    void IRecordSink.OnError(Confluent.Kafka.Error error) =>
        _log.LogWarning("Group {Group}: {Partition}: {Code}: {Reason}", _group.Name, TopicPartition, error.Code, error.Reason);

    private void Read()
    {
        // One batch at a time, so that its records are handled while they lie in the processor's cache; what waits for something else has
        // been taken up.
        if (!_reading || _queueEmpty || _untaken) return;
        var room = Math.Min(ReadBatch, _group.Options.MaxOutstanding - _tracker.UnderWay);
        if (room <= 0 || _bytesOutstanding >= _group.Options.MaxOutstandingBytes)
        {
            _progress.HeldBack = true;
            return;
        }
        _progress.HeldBack = false;
        var expected = _nextSpan;
        var read = _queue.Read(room, this);
        if (_setBack)
        {
            _setBack = false;
            FindLog();
        }
        if (_batch.Count > 0)
        {
            if (_atFirst) LookForLoss(expected, _batch[0].Offset);
            _group.Group.Metrics.RecordsConsumed(_batch.Count);
            _shard!.Tell(new DeliverBatch(_batch, _source), Self);
            _untaken = true;
            _batch = new DeliveryBatch(_batch.Count);
            _progress.Position = _nextSpan;
            _progress.Outstanding = _tracker.UnderWay;
        }
        if (read == 0) _queueEmpty = true;
        else if (!_untaken) Self.Tell(ReadMore.Instance);
    }

    private void OnFinished(BatchFinished finished)
    {
        // Only the present assignment's records are what the present tracker tracks.
        if (finished.Source != _source) return;
        var moved = false;
        foreach (var record in finished.Batch)
        {
            moved |= _tracker.Finish(record.Ticket);
            _bytesOutstanding -= record.Size;
            _pool.Return(record);
        }
        if (!_trimming) StartTrimming();
        _progress.Outstanding = _tracker.UnderWay;
        _progress.Gap = _tracker.Gap;
        _progress.Handled += finished.Batch.Count;
        if (moved) _progress.Watermark = _tracker.Watermark;
        if (_draining) ReportDrained();
        else if (_progress.HeldBack && _tracker.UnderWay <= _group.Options.MaxOutstanding / 2
            && _bytesOutstanding <= _group.Options.MaxOutstandingBytes / 2) Read();
    }

    private void Trim()
    {
        _pool.Trim();
        _trimming = false;
        if (_pool.Count > 0) StartTrimming();
    }

    private void StartTrimming()
    {
        _trimming = true;
        Timers.StartSingleTimer(TrimPool.Instance, TrimPool.Instance, TrimInterval);
    }

    private void ReportDrained()
    {
        if (_tracker.UnderWay == 0 || _shard is null) Context.Parent.Tell(new PartitionDrained(TopicPartition), Self);
    }

    private sealed class ReadMore
    {
        public static readonly ReadMore Instance = new();
    }

    private sealed class TrimPool
    {
        public static readonly TrimPool Instance = new();
    }
}
