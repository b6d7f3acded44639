using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Limits;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>
/// Reads one assigned topic-partition: opens its shard, seeks to what the shard has recovered, hands records to it in batches, holds back
/// when too much is under way, and tracks what may be committed.
/// </summary>
internal sealed class PartitionConsumer : UntypedActor, IWithTimers
{
    private const int ReadBatch = 1000;
    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan TrimInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    // A topic isn't deleted, made and filled again in less: what comes after such a pause may be of another log.
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly MemberContext _group;
    private readonly SubscribedTopic _route;
    private readonly IPartitionQueue _queue;
    private readonly Task<IReadOnlyList<TopicPartitionOffset>> _committed;
    private readonly IGroupConsumer _client;
    private readonly IActorRef _shards;
    private readonly PartitionProgress _progress;
    private readonly PartitionOpening _opening;
    private readonly ShardPulse _pulse = new();
    private readonly PartitionProblem _gap;
    private readonly PartitionProblem _error;
    private readonly OutstandingLimit[] _limits;
    private readonly ILogger _log;

    private IDisposable[] _watching = [];
    private Phase _phase;
    private PartitionAssignment _source = null!;
    private RecordIntake _intake = null!;
    private IActorRef? _shard;
    private string? _topicId; // null where it isn't known
    private bool _untaken;
    private bool _queueEmpty;
    private bool _trimming;
    private bool _lookingForLoss;
    private long? _lookedForLoss;
    private long _lastRead;
    private long _assigned;

    /// <param name="group">The group.</param>
    /// <param name="assigned">What is assigned.</param>
    /// <param name="client">The group's member.</param>
    /// <param name="topics">Where the topic is looked at.</param>
    /// <param name="shards">The group's shards.</param>
    public PartitionConsumer(MemberContext group, PartitionToRead assigned, IGroupConsumer client, TopicLook topics, IActorRef shards)
    {
        _group = group;
        _route = assigned.Route;
        _queue = assigned.Queue;
        _topicId = assigned.TopicId;
        _committed = assigned.Committed;
        _client = client;
        _shards = shards;
        _progress = assigned.Progress;
        _opening = new PartitionOpening(group, _route, TopicPartition, client, topics);
        if (assigned.Again) _opening.Again();
        (_gap, _error) = (new PartitionProblem(TopicPartition, "gap"), new PartitionProblem(TopicPartition, "error"));
        _limits = [group.Group.Limits.Outstanding, group.Group.ProcessLimits.Outstanding];
        _log = group.Log("Akka.Events.Consumer");
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private TopicPartition TopicPartition => _queue.TopicPartition;

    private string Name => TopicPartition.Name();

    protected override void PreStart()
    {
        _assigned = _group.Time.GetTimestamp();
        var self = Self;
        _group.Consumers.Began(TopicPartition, self);
        Action goOn = () => self.Tell(GoOn.Instance, ActorRefs.NoSender);
        _watching = [_group.Pauses.Watch(TopicPartition, goOn), .. _limits.Select(limit => limit.Watch(goOn))];
        Open();
    }

    protected override void PostStop()
    {
        _group.Consumers.Ended(TopicPartition, Self);
        foreach (var watching in _watching) watching.Dispose();
        _queue.Available = null;
        if (_phase == Phase.Closed) return;
        _source.Stop();
        _shards.Tell(new ClosePartition(_source), Self);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            // What has been given up moves the position no more: it may stand elsewhere by now, or in another log.
            case BatchFinished finished when finished.Source == _source && !_source.Stopped.IsCancellationRequested:
                OnFinished(finished.Batch);
                break;
            case BatchTaken taken when taken.Source == _source:
                _untaken = false;
                Read();
                break;
            case ReadMore more when more.Source == _source:
                _queueEmpty = false;
                Read();
                break;
            case GoOn:
                Read();
                break;
            case PartitionOpened opened when opened.Source == _source && _phase == Phase.Opening:
                OnOpened(opened);
                break;
            case Positioned positioned when positioned.Source == _source && _phase == Phase.Seeking:
                BeginReading();
                break;
            case SeekFailed failed when failed.Source == _source && _phase == Phase.Seeking:
                Reopen($"it could not be moved to {failed.Offset}: {failed.Cause.Message}");
                break;
            case StartFound start when start.Source == _source && _phase == Phase.Finding:
                if (start.Committed is { } committed) _intake.Expect(committed);
                BeginReading();
                break;
            case LogFound found when found.Source == _source && _phase == Phase.Finding:
                OnLogFound(found);
                break;
            case LogSeen seen when seen.Source == _source && _phase == Phase.Looking:
                OnLogSeen(seen);
                break;
            case LogUnknown unknown when unknown.Source == _source:
                OnLogUnknown(unknown);
                break;
            case AskLogAgain again when again.Source == _source:
                if (_phase == Phase.Finding) FindLog();
                else if (_phase == Phase.Looking) Look();
                break;
            case BeginningFound found when found.Source == _source:
                OnBeginningFound(found);
                break;
            case LookForLoss:
                StartLookingForLoss();
                break;
            case OpenTimedOut:
                OnOpenTimedOut();
                break;
            case OpenNow when _phase == Phase.Closed:
                Open();
                break;
            case ShardClosed closed when closed.Source == _source && _phase != Phase.Closed:
                Reopen("its shard has ended");
                break;
            case TopicRecreated made when made.Id != _topicId && _phase != Phase.Draining:
                BeginOtherTopic(made.Id);
                break;
            case SeekPartition seek:
                OnSeek(seek);
                break;
            case PlaceFound place:
                OnPlaceFound(place);
                break;
            case DrainPartition:
                Drain();
                break;
            case ShardDrained drained when drained.Source == _source:
                ReportDrained();
                break;
            case AskPulse:
                OnAskPulse();
                break;
            case ShardIsThere there when there.Source == _source:
                if (there.AtWork) _pulse.Beats();
                break;
            case TrimPool:
                Trim();
                break;
            case BatchFinished or BatchTaken or ReadMore or PartitionOpened or Positioned or SeekFailed or StartFound or LogFound or LogSeen or LogUnknown
                or AskLogAgain or BeginningFound or OpenNow or ShardClosed or TopicRecreated or ShardDrained or ShardIsThere:
                // Of an earlier opening.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Open()
    {
        _phase = Phase.Opening;
        _source = new PartitionAssignment(TopicPartition, Self, _group.Time) { Group = _group.Name, CallsChanged = _group.Group.Metrics.CallsChanged };
        _intake = new RecordIntake(_route, _source, _group.Options, limits: _limits);
        _untaken = false;
        _shards.Tell(new OpenPartition(_route, _source), Self);
        Timers.StartSingleTimer(OpenTimedOut.Instance, OpenTimedOut.Instance, OpenTimeout);
    }

    private void OnOpened(PartitionOpened opened)
    {
        Timers.Cancel(OpenTimedOut.Instance);
        _group.Problems.Settle(TopicPartition);
        _shard = opened.Shard;
        _group.Group.Metrics.Recovered(_group.Time.GetElapsedTime(_assigned));
        _group.Observers.Activated(TopicPartition, opened.Resume);
        if (opened.Resume is { } resumed && _progress.Resumed < 0) _progress.Resumed = resumed;
        // What the journal holds wins over what Kafka holds; after a failure of the shard, what was read is read again.
        if (opened.FromBeginning) _progress.Watermark = _progress.Position = -1;
        var position = opened.Resume ?? (_progress.Watermark >= 0 ? _progress.Watermark : null);
        _progress.CatchUp = opened.CatchUp ?? -1;
        if (position is { } next) Place(next);
        var begin = opened.FromBeginning ? Offset.Beginning : _opening.Begin(position);
        if (begin is null) FindLog();
        else if (begin == Offset.Stored) FindStart();
        else Seek(begin.Value);
    }

    private void FindStart()
    {
        _phase = Phase.Finding;
        var source = _source;
        _committed.PipeTo(Self, success: offsets => new StartFound(source, CommittedIn(offsets)), failure: e => new LogUnknown(source, e));
    }

    private long? CommittedIn(IReadOnlyList<TopicPartitionOffset> offsets) =>
        offsets.FirstOrDefault(o => o.TopicPartition == TopicPartition)?.Offset is { IsSpecial: false } committed ? committed.Value : null;

    private void OnOpenTimedOut()
    {
        if (_phase != Phase.Opening) return;
        var problem = $"{Name}: its shard is not open yet: it recovers, or what ran in it before has not ended";
        if (_group.Problems.Report(TopicPartition, ProblemCause.ShardNotOpen, problem)) ConsumingLog.PartHinderedNow(_log, _group.Name, problem);
    }

    private void Place(long next)
    {
        _intake = new RecordIntake(_route, _source, _group.Options, next, _limits);
        _progress.Watermark = next;
    }

    // The group may have no position, or one that the log doesn't have.
    private void FindLog()
    {
        _phase = Phase.Finding;
        var source = _source;
        _opening.Find(source, _intake.Next).PipeTo(Self, success: found => found, failure: e => new LogUnknown(source, e));
    }

    private void OnLogUnknown(LogUnknown unknown)
    {
        if (_phase is not (Phase.Finding or Phase.Looking)) return;
        var level = _group.LookUps.Take(_group.Time.GetElapsedTime(0), out var passedOver) ? LogLevel.Warning : LogLevel.Debug;
        ConsumingLog.LogNotLookedUp(
            _log, level, _group.Name, TopicPartition.Topic, TopicPartition.Partition.Value, unknown.Cause.Message, LogPace.Others(passedOver));
        Timers.StartSingleTimer(nameof(AskLogAgain), new AskLogAgain(_source), AskAgainAfter);
    }

    private void OnLogFound(LogFound log)
    {
        if (IsOtherTopic(log.TopicId)) return;
        // What a retry topic has was put off for this group, all of it.
        var startFrom = log.Position is null && _route.Origin is not null ? AutoOffsetReset.Earliest : _group.Options.StartFrom;
        var verdict = LogPosition.Of(log.Position ?? -1, log.Low, log.High, startFrom, _group.Group.KeepsOffsets);
        if (verdict.Problem is { } problem)
        {
            Refuse(problem);
            return;
        }
        SayLoss(verdict);
        if (verdict.Anew)
        {
            BeginAnew("its log begins anew");
            return;
        }
        if (_intake.Next is null) Place(verdict.Offset);
        else _intake.GoOnAt(verdict.Offset);
        Seek(verdict.Offset);
    }

    private void Refuse(string problem)
    {
        _phase = Phase.Refused;
        var text = $"{Name}: {problem}. The partition is not read";
        if (_group.Problems.Report(TopicPartition, ProblemCause.PositionRefused, text)) ConsumingLog.PartHinderedNow(_log, _group.Name, text);
    }

    private void SayLoss(LogPosition verdict)
    {
        if (verdict.Loss is { } loss)
            ConsumingLog.RecordsGone(_log, _group.Name, TopicPartition.Topic, TopicPartition.Partition.Value, loss);
    }

    /// <summary>Whether the topic has been deleted and made again: what was finished is of another log.</summary>
    private bool IsOtherTopic(string? id)
    {
        _topicId ??= id;
        if (id is null || id == _topicId) return false;
        Context.Parent.Tell(new TopicRecreated(_route.Name, id), Self);
        BeginOtherTopic(id);
        return true;
    }

    private void BeginOtherTopic(string id)
    {
        _topicId = id;
        // The member leaves, and decides by what its state stands on.
        if (_group.Group.KeepsOffsets) _phase = Phase.Refused;
        else BeginAnew("its topic has been deleted and made again, and is read from its beginning");
    }

    // Offsets begin again: what is under way belongs to another log.
    private void BeginAnew(string why)
    {
        _opening.FromBeginning = true;
        _progress.Move(-1);
        Reopen(why);
    }

    private void Seek(Offset offset)
    {
        _phase = Phase.Seeking;
        var source = _source;
        _client.Seek(new TopicPartitionOffset(TopicPartition, offset))
            .PipeTo(Self, success: () => new Positioned(source), failure: e => new SeekFailed(source, offset, e));
    }

    private void BeginReading()
    {
        _phase = Phase.Reading;
        _lastRead = 0;
        var (self, more) = (Self, new ReadMore(_source));
        _queue.Available = () => self.Tell(more, ActorRefs.NoSender);
        _queueEmpty = false;
        Read();
    }

    private void Read()
    {
        // One batch at a time, so that its records are handled while they lie in the processor's cache; what waits for something else has
        // been taken up.
        if (_phase != Phase.Reading || _queueEmpty || _untaken || _group.Pauses.Holds(TopicPartition)) return;
        var room = _intake.Room(ReadBatch);
        SayHeldBack();
        if (room == 0) return;
        var read = _queue.Read(room, _intake);
        if (read == 0) _queueEmpty = true;
        SayError();
        if (_intake.Watermark is { } watermark) _progress.Watermark = watermark;
        if (_intake.Next is { } next) _progress.Position = next;
        if (_intake.IsSetBack) FindLog();
        if (_intake.Waiting > 0 || _intake.Gaps.Any) TakeIn();
        if (read > 0 && !_untaken && _phase == Phase.Reading) Self.Tell(new ReadMore(_source));
    }

    // Records are handed on when they are known to be of the log that they should be of.
    private void TakeIn()
    {
        var strict = _intake.Gaps.Any && _group.Options.StartFrom == AutoOffsetReset.Error;
        var now = _group.Time.GetTimestamp();
        var quiet = _lastRead == 0 || _group.Time.GetElapsedTime(_lastRead, now) >= Quiet;
        _lastRead = now;
        if (_phase == Phase.Reading && (strict || (quiet && _topicId is not null)))
        {
            _phase = Phase.Looking;
            Look();
            return;
        }
        if (_intake.Gaps.Any) StartLookingForLoss();
        HandOver();
    }

    private void Look()
    {
        var source = _source;
        var beginning = _intake.Gaps.Any && _group.Options.StartFrom == AutoOffsetReset.Error;
        _opening.See(source, beginning).PipeTo(Self, success: seen => seen, failure: e => new LogUnknown(source, e));
    }

    private void OnLogSeen(LogSeen seen)
    {
        if (IsOtherTopic(seen.TopicId)) return;
        if (seen.Low is { } low && _intake.Gaps.TakeLost(low) is { } lost)
        {
            Refuse(LogPosition.Of(lost, low, low, AutoOffsetReset.Error, entities: false).Problem!);
            return;
        }
        _phase = Phase.Reading;
        // The look itself is no pause: it may take longer than one.
        _lastRead = _group.Time.GetTimestamp();
        if (_intake.Gaps.Any) StartLookingForLoss();
        HandOver();
        Read();
    }

    private void HandOver()
    {
        if (_intake.Waiting == 0) return;
        var batch = _intake.Take();
        var count = batch.Count;
        _untaken = true;
        _shard!.Tell(new DeliverBatch(batch, _source), Self);
        _progress.Outstanding = _intake.UnderWay;
        _group.Group.Metrics.RecordsConsumed(count);
        if (!Timers.IsTimerActive(AskPulse.Instance)) Timers.StartSingleTimer(AskPulse.Instance, AskPulse.Instance, ShardPulse.Interval);
    }

    // Asks where the log begins, at once for the first gap and then now and then: gaps are common where there are transactions.
    private void StartLookingForLoss()
    {
        if (_lookingForLoss || !_intake.Gaps.Any) return;
        var interval = _group.Options.TopicCheckInterval;
        if (_lookedForLoss is { } looked && _group.Time.GetElapsedTime(looked) is var elapsed && elapsed < interval)
        {
            Timers.StartSingleTimer(LookForLoss.Instance, LookForLoss.Instance, interval - elapsed);
            return;
        }
        _lookingForLoss = true;
        _lookedForLoss = _group.Time.GetTimestamp();
        var source = _source;
        _opening.Beginning(source).PipeTo(Self, success: found => found, failure: _ => new BeginningFound(source, -1, -1));
    }

    private void OnBeginningFound(BeginningFound log)
    {
        _lookingForLoss = false;
        if (log.Low < 0) StartLookingForLoss();
        else if (_intake.Gaps.TakeLost(log.Low) is { } lost)
            SayLoss(LogPosition.Of(lost, log.Low, log.High, AutoOffsetReset.Earliest, entities: false));
    }

    private void SayError()
    {
        if (_intake.TakeError() is { } error)
        {
            var text = $"{Name} can't be read: {error.Reason} ({error.Code})";
            if (_group.Problems.Report(_error, ProblemCause.PartitionUnreadable, text)) ConsumingLog.PartHinderedNow(_log, _group.Name, text);
        }
        else if (!_queueEmpty) _group.Problems.Settle(_error);
    }

    private void SayHeldBack()
    {
        var before = _progress.HeldBack;
        _progress.HeldBack = _intake.Held != HeldBack.No;
        if (_intake.Held == HeldBack.ByOneRecord)
        {
            var text = $"{Name}: the record at offset {_intake.First} isn't finished, and {_intake.Span} records from it on (max-gap) are read: reading goes on when it is. See why its handler fails or doesn't end, or raise max-gap";
            if (_group.Problems.Report(_gap, ProblemCause.GapFull, text)) ConsumingLog.PartHinderedNow(_log, _group.Name, text);
        }
        else if (before) _group.Problems.Settle(_gap);
    }

    private void OnFinished(DeliveryBatch batch)
    {
        var moved = _intake.Finish(batch);
        if (!_trimming) StartTrimming();
        _opening.Works();
        _pulse.Beats();
        _progress.Outstanding = _intake.UnderWay;
        _progress.Gap = _intake.Gap;
        _progress.Handled += batch.Count;
        if (moved) _progress.Watermark = _intake.Watermark!.Value;
        if (_phase == Phase.Draining) ReportIfNothingIsUnderWay();
        else if (_progress.HeldBack) Read();
    }

    private void Reopen(string why)
    {
        Timers.Cancel(OpenTimedOut.Instance);
        _queue.Available = null;
        _shard = null;
        _source.Stop();
        _shards.Tell(new ClosePartition(_source), Self);
        if (_phase == Phase.Draining)
        {
            // What was under way is left to the next owner.
            ReportDrained();
            return;
        }
        _phase = Phase.Closed;
        var wait = _opening.NextWait();
        ConsumingLog.PartitionReopens(
            _log, _opening.IsFirst ? LogLevel.Information : LogLevel.Debug, _group.Name, TopicPartition.Topic, TopicPartition.Partition.Value, why,
            Durations.Text(wait));
        Timers.StartSingleTimer(OpenNow.Instance, OpenNow.Instance, wait);
    }

    private void OnSeek(SeekPartition seek)
    {
        var asker = Sender;
        _opening.Nearest(seek.Offset).PipeTo(Self, success: offset => new PlaceFound(offset, asker), failure: e => new PlaceFound(-1, asker, e));
    }

    // What runs is cancelled, and not finished; a key's next event still waits for its end.
    private void OnPlaceFound(PlaceFound place)
    {
        var failure = _phase == Phase.Draining
            ? new InvalidOperationException($"{Name} is being given up: its next owner has to be asked") : place.Failure;
        if (failure is not null)
        {
            place.Asker.Tell(new Status.Failure(failure), Self);
            return;
        }
        // Another offset is committed for it, behind the reader's back.
        _progress.Move(place.Offset);
        _progress.Gap = _progress.Outstanding = 0;
        ConsumingLog.PartitionSought(_log, _group.Name, TopicPartition.Topic, TopicPartition.Partition.Value, place.Offset);
        if (_phase != Phase.Closed) Reopen($"it is read on at {place.Offset}, as was asked for");
        var at = new TopicPartitionOffset(TopicPartition, place.Offset);
        _client.Commit([at]).PipeTo(place.Asker, Self, success: () => at, failure: e => new Status.Failure(e));
    }

    private void Drain()
    {
        var isOpen = _phase is not (Phase.Opening or Phase.Closed);
        _phase = Phase.Draining;
        if (!isOpen) ReportDrained();
        else if (!ReportIfNothingIsUnderWay()) _shard!.Tell(new DrainShard(_source), Self);
    }

    private bool ReportIfNothingIsUnderWay()
    {
        if (_intake.UnderWay > 0) return false;
        ReportDrained();
        return true;
    }

    private void ReportDrained() => Context.Parent.Tell(new PartitionDrained(TopicPartition), Self);

    private void OnAskPulse()
    {
        if (_shard is null || _intake.UnderWay == 0) return;
        if (!_pulse.Next())
        {
            _pulse.Beats();
            ConsumingLog.ShardLostRecords(
                _log, _group.Name, TopicPartition.Topic, TopicPartition.Partition.Value, _intake.UnderWay);
            Reopen("its shard doesn't work");
            return;
        }
        _shard.Tell(new AreYouThere(_source), Self);
        Timers.StartSingleTimer(AskPulse.Instance, AskPulse.Instance, ShardPulse.Interval);
    }

    private void Trim()
    {
        _intake.Trim();
        _trimming = false;
        if (_intake.HasSpare) StartTrimming();
    }

    private void StartTrimming()
    {
        _trimming = true;
        Timers.StartSingleTimer(TrimPool.Instance, TrimPool.Instance, TrimInterval);
    }

    private sealed class GoOn
    {
        public static readonly GoOn Instance = new();
    }

    private sealed class LookForLoss
    {
        public static readonly LookForLoss Instance = new();
    }

    private sealed class OpenNow
    {
        public static readonly OpenNow Instance = new();
    }

    private sealed class OpenTimedOut
    {
        public static readonly OpenTimedOut Instance = new();
    }

    private sealed class AskPulse
    {
        public static readonly AskPulse Instance = new();
    }

    private sealed class TrimPool
    {
        public static readonly TrimPool Instance = new();
    }
}
