using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Akka.Actor;
using Akka.Event;
using static Akka.Cluster.Sharding.ShardRegion;

namespace Akka.Cluster.Sharding;

/// <summary>The parent of a shard's entities: makes them when they are needed, lets them rest when they are not.</summary>
internal sealed class ShardActor(RegionStart start, string shardId) : UntypedActor, IWithTimers
{
    // Idle time is counted in half intervals: an entity untouched over three ticks has been idle for more than two halves and at most
    // three.
    private const int IdleTicks = 3;

    private readonly Dictionary<string, Entity> _entities = [];
    private ILoggingAdapter _log;
    private int _tick;
    private int _held;
    private bool _handingOff;

    public ITimerScheduler Timers { get; set; }

    private ILoggingAdapter Log => _log ??= Context.GetLogger();

    protected override void PreStart()
    {
        if (start.Settings.PassivatesIdleEntities)
            Timers.StartPeriodicTimer(nameof(IdleTick), IdleTick.Instance, start.Settings.PassivateIdleEntityAfter / 2);
    }

    protected override void PostStop()
    {
        foreach (var (_, entity) in _entities)
        {
            while (entity.Held is { } held && held.TryDequeue(out var waiting))
                Context.System.EventStream.Publish(new DeadLetter(waiting.Message, waiting.Sender, entity.Ref));
        }
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ShardingEnvelope envelope:
                Deliver(envelope.EntityId, start.Extractor.EntityMessage(envelope.Message));
                break;
            case StartEntity entity:
                Deliver(entity.EntityId, entity);
                Sender.Tell(new StartEntityAck(entity.EntityId, shardId));
                break;
            case Terminated terminated:
                EntityStopped(terminated.ActorRef);
                break;
            case Passivate passivate:
                PassivateSender(passivate.StopMessage);
                break;
            case IShardingControl control:
                Control(control);
                break;
            default:
                Deliver(start.Extractor.EntityId(message), start.Extractor.EntityMessage(message));
                break;
        }
    }

    private void Control(IShardingControl message)
    {
        switch (message)
        {
            case HandOff:
                BeginHandOff();
                break;
            case HandOffTimeout:
                Log.Warning(
                    "{0} entities of shard [{1}] didn't stop within {2}: stopped hard",
                    _entities.Count, shardId, start.Settings.TuningParameters.HandOffTimeout);
                Context.Stop(Self);
                break;
            case IdleTick:
                PassivateIdle();
                break;
            case GetShardState:
                Sender.Tell(new ShardState(shardId, _entities.Keys.ToImmutableHashSet()));
                break;
            case GetEntityCount:
                Sender.Tell(_entities.Count);
                break;
            case FindEntity find:
                Sender.Tell(_entities.TryGetValue(find.EntityId, out var entity) ? entity.Ref : ActorRefs.Nobody);
                break;
        }
    }

    private void Deliver(string entityId, object message)
    {
        if (message is null)
        {
            Log.Error("The extractor of [{0}] gave no message for entity [{1}]", start.TypeName, entityId);
            return;
        }
        ref var entity = ref CollectionsMarshal.GetValueRefOrAddDefault(_entities, entityId, out _);
        entity.Ref ??= Spawn(entityId);
        entity.Tick = _tick;
        if (entity.Held is { } held) Hold(held, message);
        else if (message is not StartEntity) entity.Ref.Tell(message, Sender);
    }

    private IActorRef Spawn(string entityId) =>
        Context.Watch(Context.ActorOf(start.EntityProps(entityId), Uri.EscapeDataString(entityId)));

    private void Hold(Queue<Envelope> held, object message)
    {
        if (_held < start.Settings.TuningParameters.BufferSize)
        {
            _held++;
            held.Enqueue(new Envelope(message, Sender));
        }
        else Context.System.EventStream.Publish(new Dropped(message, "The shard's buffer is full", Sender, Self));
    }

    private void PassivateSender(object stopMessage)
    {
        ref var entity = ref CollectionsMarshal.GetValueRefOrNullRef(_entities, Uri.UnescapeDataString(Sender.Path.Name));
        if (!Unsafe.IsNullRef(ref entity) && Sender.Equals(entity.Ref)) Passivate(ref entity, stopMessage);
    }

    private void PassivateIdle()
    {
        _tick++;
        foreach (var (id, state) in _entities)
        {
            if (_tick - state.Tick >= IdleTicks) Passivate(ref CollectionsMarshal.GetValueRefOrNullRef(_entities, id), start.StopMessage);
        }
    }

    private void Passivate(ref Entity entity, object stopMessage)
    {
        if (entity.Held is not null) return;
        entity.Held = new Queue<Envelope>();
        entity.Ref.Tell(stopMessage, Self);
    }

    private void EntityStopped(IActorRef actor)
    {
        var id = Uri.UnescapeDataString(actor.Path.Name);
        if (!_entities.TryGetValue(id, out var entity) || !actor.Equals(entity.Ref)) return;

        if (entity.Held is { Count: > 0 } held) StartAgain(id, held);
        else _entities.Remove(id);
        if (_handingOff && _entities.Count == 0) Context.Stop(Self);
    }

    /// <summary>
    /// What came while the entity was going to rest is for its next incarnation, which a hand-off then stops in its turn.
    /// </summary>
    private void StartAgain(string id, Queue<Envelope> held)
    {
        _held -= held.Count;
        var entity = new Entity { Ref = Spawn(id), Tick = _tick };
        foreach (var waiting in held)
            if (waiting.Message is not StartEntity) entity.Ref.Tell(waiting.Message, waiting.Sender);
        if (_handingOff) Passivate(ref entity, start.StopMessage);
        _entities[id] = entity;
    }

    private void BeginHandOff()
    {
        _handingOff = true;
        if (_entities.Count == 0)
        {
            Context.Stop(Self);
            return;
        }
        foreach (var (id, _) in _entities) Passivate(ref CollectionsMarshal.GetValueRefOrNullRef(_entities, id), start.StopMessage);
        Timers.StartSingleTimer(nameof(HandOffTimeout), HandOffTimeout.Instance, start.Settings.TuningParameters.HandOffTimeout);
    }

    /// <param name="Held">Not null while the entity is going to rest.</param>
    private record struct Entity(IActorRef Ref, Queue<Envelope> Held, int Tick);
}
