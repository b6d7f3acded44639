using Akka.Actor;
using Akka.Event;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Handling.Internal.Schedules;
using Akka.Events.Handling.Internal.Shared;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Visits;

/// <summary>
/// The visits to a shard's entities, one run after another: which are due, and a page of keys at a time. First come those that the store
/// doesn't know as they are, then the store's own. Used on the shard's turn only.
/// </summary>
/// <param name="group">The group.</param>
/// <param name="shard">The shard.</param>
/// <param name="self">The shard's actor.</param>
/// <param name="startTimer">The shard's timers: key, message, time.</param>
/// <param name="log">Where it is said.</param>
/// <param name="unstored">Keys of entities whose states the store hasn't got as they are: memory bounds them, as checkpoints do.</param>
/// <param name="stop">The shard ends.</param>
internal sealed class ShardVisits(
    GroupContext group, int shard, IActorRef self, Action<object, object, TimeSpan> startTimer, ILogger log, Func<EntityType, IEnumerable<byte[]>> unstored,
    CancellationToken stop)
{
    /// <summary>Keys that are visited together.</summary>
    public const int Page = 500;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMinutes(1);

    private readonly Queue<VisitRun> _runs = new(); // the first one is under way
    private readonly Queue<VisitShard> _toCome = new(); // until the shard has recovered
    private readonly Dictionary<(EntityType, VisitSchedule), DateTimeOffset> _due = [];
    private bool _recovered;
    private PartitionAssignment? _brokenOff;
    private string? _ended;

    /// <summary>The shard has recovered: what was asked for begins, and what is due from now on comes. Gives the visits that are to begin.</summary>
    public IReadOnlyList<VisitDelivery> OnRecovered()
    {
        _recovered = true;
        foreach (var type in group.Handlers.OfType<EntityType>())
            foreach (var schedule in type.Schedules)
                _due[(type, schedule)] = schedule.Next(group.Time.GetUtcNow(), group.Name, shard);
        SetTimer();
        while (_toCome.TryDequeue(out var ask)) Add(ask.Type, ask.Visit, ask);
        return _runs.Count > 0 ? Begin() : [];
    }

    /// <summary>Something may be due. Gives the visits that are to begin.</summary>
    public IReadOnlyList<VisitDelivery> OnDue()
    {
        var (now, idle) = (group.Time.GetUtcNow(), _runs.Count == 0);
        foreach (var ((type, schedule), due) in _due.ToArray())
        {
            if (due > now) continue;
            _due[(type, schedule)] = schedule.Next(now, group.Name, shard);
            // One that takes longer than its interval isn't followed by another at once.
            if (!_runs.Any(run => run.Type == type && run.Visit == schedule.Visit)) Add(type, schedule.Visit, null);
        }
        SetTimer();
        return idle && _runs.Count > 0 ? Begin() : [];
    }

    /// <summary>Somebody asks for a visit. Gives the visits that are to begin.</summary>
    public IReadOnlyList<VisitDelivery> On(VisitShard ask)
    {
        if (_ended is not null)
        {
            ask.Abort(_ended);
            return [];
        }
        if (!_recovered)
        {
            _toCome.Enqueue(ask);
            return [];
        }
        Add(ask.Type, ask.Visit, ask);
        return _runs.Count == 1 ? Begin() : [];
    }

    /// <summary>All visits of a page have ended, or the store has more keys. Gives the next visits.</summary>
    public IReadOnlyList<VisitDelivery> On(VisitMessage message)
    {
        // Of a run that was broken off.
        if (_runs.Count == 0 || _runs.Peek() != message.Run) return [];
        switch (message)
        {
            case KeysRead read:
                return Next(read.Run, read.Run.Take(read.Keys, Page));
            case KeysNotRead failed:
                HandlingLog.StatesNotRead(log, failed.Cause, group.Name, shard, Page, group.OfStore(failed.Cause), Durations.Text(RetryInterval));
                startTimer(failed.Run, new PageEnded(failed.Run), RetryInterval);
                return [];
            default:
                return GoOn(message.Run);
        }
    }

    /// <summary>The shard begins nothing more.</summary>
    public void End(string why)
    {
        if (_ended is not null) return;
        _ended = why;
        _due.Clear();
        while (_toCome.TryDequeue(out var ask)) ask.Abort(why);
        if (_runs.TryPeek(out var first)) _brokenOff = first.Source;
        while (_runs.TryDequeue(out var run))
        {
            HandlingLog.VisitAborted(log, group.Name, run.Visit, run.Type.Name, shard, why, run.Visited);
            run.Asked?.Done.TrySetResult(new ShardVisit(shard, run.Visited, run.Failed, why));
        }
    }

    /// <summary>The shard ends: visits that still run are told to, as events are.</summary>
    public void Stop() => _brokenOff?.Stop();

    private void Add(EntityType type, string visit, VisitShard? asked)
    {
        // Stands for an assignment, where there is none.
        var source = new PartitionAssignment(new TopicPartition(VisitSource.Prefix + visit, shard), ActorRefs.Nobody, group.Time)
        {
            Group = group.Name, CallsChanged = group.Metrics.CallsChanged,
        };
        _runs.Enqueue(new VisitRun(type, visit, source, group.Time.GetUtcNow(), asked, run => self.Tell(new PageEnded(run), ActorRefs.NoSender)));
    }

    private IReadOnlyList<VisitDelivery> Begin()
    {
        var run = _runs.Peek();
        run.Begin(unstored(run.Type));
        return GoOn(run);
    }

    private IReadOnlyList<VisitDelivery> GoOn(VisitRun run)
    {
        var keys = run.TakeUnstored(Page);
        if (keys.Count > 0) return Next(run, keys);
        if (!run.IsStoreRead)
        {
            group.States.Keys(group.Name, shard, run.Type.Name, run.Last, Page, stop)
                .PipeTo(self, success: read => new KeysRead(run, read), failure: e => new KeysNotRead(run, e));
            return [];
        }
        _runs.Dequeue();
        HandlingLog.VisitEnded(
            log, group.Name, run.Visit, run.Type.Name, shard, run.Visited, run.Failed, Durations.Text(group.Time.GetUtcNow() - run.Began));
        run.Asked?.Done.TrySetResult(new ShardVisit(shard, run.Visited, run.Failed, null));
        return _runs.Count > 0 ? Begin() : [];
    }

    private IReadOnlyList<VisitDelivery> Next(VisitRun run, List<byte[]> keys) => keys.Count > 0 ? run.Next(keys) : GoOn(run);

    // The clock may be set: nobody sleeps through that.
    private void SetTimer()
    {
        if (_due.Count == 0) return;
        var wait = _due.Values.Min() - group.Time.GetUtcNow();
        startTimer(VisitsDue.Instance, VisitsDue.Instance, wait > LongestTimer ? LongestTimer : wait > TimeSpan.Zero ? wait : TimeSpan.Zero);
    }

    /// <summary>To the shard: a run may go on.</summary>
    internal abstract record VisitMessage(VisitRun Run) : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>To the shard: all visits that were begun have ended.</summary>
    internal sealed record PageEnded(VisitRun Run) : VisitMessage(Run);

    /// <summary>To the shard: keys of the store.</summary>
    internal sealed record KeysRead(VisitRun Run, IReadOnlyList<byte[]> Keys) : VisitMessage(Run);

    /// <summary>To the shard: the store's keys could not be read.</summary>
    internal sealed record KeysNotRead(VisitRun Run, Exception Cause) : VisitMessage(Run);

    /// <summary>To the shard: a visit may be due.</summary>
    internal sealed class VisitsDue : IDeadLetterSuppression
    {
        public static readonly VisitsDue Instance = new();
    }
}
