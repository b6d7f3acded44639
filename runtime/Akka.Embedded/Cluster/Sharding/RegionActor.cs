using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Event;
using static Akka.Cluster.Sharding.ShardRegion;

namespace Akka.Cluster.Sharding;

/// <summary>
/// The way to all entities of a type. Being the only region of its type it is the coordinator as well: it allocates shards and moves them.
/// </summary>
internal sealed class RegionActor(RegionStart start) : UntypedActor, IWithTimers
{
    private readonly Dictionary<string, ShardHome> _shards = [];
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly bool _asksStrategy = !ShardAllocationStrategy.KeepsAll(start.Strategy);
    private ILoggingAdapter _log;
    private int _buffered;
    private bool _up;
    private bool _shuttingDown;

    public ITimerScheduler Timers { get; set; }

    private ILoggingAdapter Log => _log ??= Context.GetLogger();

    protected override void PreStart()
    {
        var self = Self;
        _up = _cluster.IsUp;
        if (!_up) _cluster.RegisterOnMemberUp(() => self.Tell(MemberIsUp.Instance, ActorRefs.NoSender));
        if (_asksStrategy)
            Timers.StartPeriodicTimer(nameof(RebalanceTick), RebalanceTick.Instance, start.Settings.TuningParameters.RebalanceInterval);
    }

    protected override void PostStop()
    {
        foreach (var home in _shards.Values)
        {
            while (home.Buffer.TryDequeue(out var waiting))
                Context.System.EventStream.Publish(new DeadLetter(waiting.Message, waiting.Sender, Self));
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ShardingEnvelope envelope:
                Route(envelope, envelope.EntityId, envelope.Message);
                break;
            case StartEntity entity:
                Route(entity, entity.EntityId, entity);
                break;
            case Terminated terminated:
                ShardStopped(terminated.ActorRef);
                break;
            case IShardingControl control:
                Control(control);
                break;
            default:
                Route(message, start.Extractor.EntityId(message), message);
                break;
        }
    }

    private void Control(IShardingControl message)
    {
        switch (message)
        {
            case MemberIsUp:
                _up = true;
                foreach (var home in _shards.Values.ToArray()) Allocate(home);
                break;
            case ShardAllocated allocated:
                if (_shards.TryGetValue(allocated.ShardId, out var at) && at.Allocating) Host(at);
                break;
            case ShardNotAllocated failed:
                Log.Warning(
                    failed.Cause, "Shard [{0}] of [{1}] could not be allocated: will be tried again", failed.ShardId, start.TypeName);
                Timers.StartSingleTimer(failed.ShardId, new RetryAllocation(failed.ShardId), start.Settings.TuningParameters.RetryInterval);
                break;
            case RetryAllocation retry:
                if (_shards.TryGetValue(retry.ShardId, out var again))
                {
                    again.Allocating = false;
                    Allocate(again);
                }
                break;
            case RebalanceTick:
                Rebalance();
                break;
            case ShardsToMove move:
                foreach (var id in move.ShardIds)
                    if (_shards.TryGetValue(id, out var home)) MoveOut(home);
                break;
            case RebalanceFailed failed:
                Log.Warning(failed.Cause, "The shards of [{0}] could not be rebalanced", start.TypeName);
                break;
            case GracefulShutdown:
                ShutDown();
                break;
            default:
                RegionQueries.Answer(message, start, _cluster.SelfAddress, _shards, Sender);
                break;
        }
    }

    private void Route(object message, string entityId, object hint)
    {
        if (entityId is null)
        {
            Log.Warning("A message of type {0} is for no entity of [{1}]", message.GetType(), start.TypeName);
            Unhandled(message);
            return;
        }
        var shardId = entityId.Length == 0 ? null : start.Extractor.ShardId(entityId, hint);
        if (string.IsNullOrEmpty(shardId))
        {
            Drop(message, entityId.Length == 0 ? "The entity's id is empty" : "The shard's id is empty");
            return;
        }

        ref var home = ref CollectionsMarshal.GetValueRefOrAddDefault(_shards, shardId, out _);
        home ??= new ShardHome(shardId);
        if (home.Shard is { } shard) shard.Tell(message, Sender);
        else HoldBack(home, message);
    }

    private void HoldBack(ShardHome home, object message)
    {
        if (_buffered >= start.Settings.TuningParameters.BufferSize)
        {
            Drop(message, "The shard region's buffer is full");
            return;
        }
        _buffered++;
        home.Buffer.Enqueue(new Envelope(message, Sender));
        Allocate(home);
    }

    private void Allocate(ShardHome home)
    {
        if (!_up || _shuttingDown || home.Allocating || home.Shard is not null || home.Leaving is not null) return;
        home.Allocating = true;
        if (!_asksStrategy)
        {
            Host(home);
            return;
        }
        Asked(() => start.Strategy.AllocateShard(Self, home.ShardId, Allocations())).PipeTo(
            Self,
            success: region => new ShardAllocated(home.ShardId, region),
            failure: cause => new ShardNotAllocated(home.ShardId, cause));
    }

    /// <summary>Whatever region the strategy has chosen: there is only this one.</summary>
    private void Host(ShardHome home)
    {
        home.Allocating = false;
        if (_shuttingDown || home.Shard is not null) return;
        var props = new Props(typeof(ShardActor), [start, home.ShardId]);
        home.Shard = Context.Watch(Context.ActorOf(props, Uri.EscapeDataString(home.ShardId)));
        _buffered -= home.Buffer.Count;
        while (home.Buffer.TryDequeue(out var waiting)) home.Shard.Tell(waiting.Message, waiting.Sender);
    }

    private void Rebalance()
    {
        var leaving = _shards.Values.Where(home => home.Leaving is not null).Select(home => home.ShardId);
        Asked(() => start.Strategy.Rebalance(Allocations(), [.. leaving])).PipeTo(
            Self, success: shards => new ShardsToMove(shards), failure: cause => new RebalanceFailed(cause));
    }

    private static void MoveOut(ShardHome home)
    {
        if (home.Shard is null) return;
        (home.Leaving, home.Shard) = (home.Shard, null);
        home.Leaving.Tell(HandOff.Instance, ActorRefs.NoSender);
    }

    private void ShardStopped(IActorRef shard)
    {
        var shardId = Uri.UnescapeDataString(shard.Path.Name);
        if (!_shards.TryGetValue(shardId, out var home)) return;
        if (shard.Equals(home.Shard)) home.Shard = null;
        if (shard.Equals(home.Leaving)) home.Leaving = null;

        if (_shuttingDown) StopWhenEmpty();
        else if (home.Buffer.Count > 0) Allocate(home);
        else _shards.Remove(shardId);
    }

    private void ShutDown()
    {
        if (_shuttingDown) return;
        _shuttingDown = true;
        Timers.CancelAll();
        foreach (var home in _shards.Values) MoveOut(home);
        StopWhenEmpty();
    }

    private void StopWhenEmpty()
    {
        if (_shards.Values.All(home => home.Shard is null && home.Leaving is null)) Context.Stop(Self);
    }

    private ImmutableDictionary<IActorRef, IImmutableList<string>> Allocations()
    {
        var here = _shards.Values.Where(home => home.Shard is not null || home.Leaving is not null).Select(home => home.ShardId);
        return ImmutableDictionary<IActorRef, IImmutableList<string>>.Empty.Add(Self, [.. here]);
    }

    private void Drop(object message, string reason)
    {
        Log.Warning("{0}: a message of type {1} to [{2}] is dropped", reason, message.GetType(), start.TypeName);
        Context.System.EventStream.Publish(new Dropped(message, reason, Sender, Self));
    }

    /// <summary>A strategy that throws at once fails like one whose task fails.</summary>
    private static Task<T> Asked<T>(Func<Task<T>> strategy)
    {
        try
        {
            return strategy();
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }
}
