using Akka.Actor;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>
/// Hands the lanes of one entity type that are ready to handler actors: several in a message where an actor may serve any key, or each to
/// the actor that stays with it. Used on the shard's turn only.
/// </summary>
/// <param name="lanes">The lanes.</param>
/// <param name="actors">The type's actors.</param>
/// <param name="gate">Where events wait for the handler's circuit breaker; null where it has none.</param>
/// <param name="shard">Who gets leases back.</param>
internal sealed class Leases(EntityLanes lanes, HandlerActors actors, LeaseGate? gate, IActorRef shard)
{
    private readonly List<EntityLane> _ready = [];
    private LeaseSize _size = new();

    public EntityLanes Lanes => lanes;

    public HandlerActors Actors => actors;

    /// <summary>Lanes that an actor has in hand.</summary>
    public int Running { get; private set; }

    /// <summary>The lane begins with the next <see cref="HandOut"/>, if something in it can and it isn't in line already.</summary>
    public void Offer(EntityLane lane)
    {
        if (lane.TryGetReady()) _ready.Add(lane);
    }

    /// <summary>Hands all ready lanes out. True when some wait behind others in one message.</summary>
    public bool HandOut()
    {
        if (_ready.Count == 0) return false;
        var size = _size.Of(_ready.Count, Environment.ProcessorCount);
        Lease? filling = null;
        List<EntityLane>? held = null;
        gate?.Open();
        foreach (var lane in _ready)
        {
            if (gate is not null && !gate.TryBegin(lane))
            {
                (held ??= []).Add(lane);
                continue;
            }
            Begin(lane);
            if (ActorOf(lane) is { } own)
            {
                own.Lease.Add(lane);
                Send(own.Lease);
                continue;
            }
            filling ??= actors.Take().Lease;
            filling.Add(lane);
            if (filling.Count < size) continue;
            Send(filling);
            filling = null;
        }
        if (filling is not null) Send(filling);
        var several = size > 1 && _ready.Count > 1;
        gate?.Close();
        _ready.Clear();
        if (held is not null) _ready.AddRange(held);
        return several;
    }

    /// <summary>The actor has given its lease back. The caller has looked at the lanes that had begun.</summary>
    public void OnBack(Lease lease)
    {
        var actor = lease.Actor;
        _size.Ended(lease.Count, lease.Close(), lease.WentOn, lease.Took);
        CallBack(lease);
        lease.Clear();
        actor.HasServed = true;
        if (actor.Lane is null) actors.GiveBack(actor);
    }

    /// <summary>A lane's run is over.</summary>
    public void Ended(EntityLane lane)
    {
        Running--;
        if (lane.Actor is { } own && !lane.KeepsActor)
        {
            lane.Actor = null;
            if (!own.Lease.IsOut) actors.GiveBack(own);
        }
    }

    /// <summary>Takes from the actors what they haven't begun, so that it goes to others; or only from those that don't get on.</summary>
    /// <returns>Some still wait behind others.</returns>
    public bool CallBack(bool stalledOnly)
    {
        var several = false;
        foreach (var actor in actors.All)
        {
            if (actor.Lease is not { IsOut: true, Count: > 1 } lease) continue;
            if (!stalledOnly || lease.HasStalled()) CallBack(lease);
            else several = true;
        }
        return several;
    }

    public void CallBack(Lease lease)
    {
        foreach (var lane in lease.CallBack())
        {
            Running--;
            gate?.ComesBack(lane);
            lane.ComeBack();
            Offer(lane);
        }
    }

    private void Begin(EntityLane lane)
    {
        if (gate is null) lane.Begin();
        Running++;
        lane.Runs = lane.IsAwake ? (byte)2 : (byte)1;
        if (!lane.IsAwake) lanes.Woken(lane);
    }

    private HandlerActor? ActorOf(EntityLane lane)
    {
        if (lane.Actor is { } own) return own;
        if (lanes.Type.IsShared) return null;
        lane.KeepsActor = true;
        lane.Actor = actors.Make();
        lane.Actor.Lane = lane;
        return lane.Actor;
    }

    private void Send(Lease lease)
    {
        lease.Leave();
        lease.Actor.Ref.Tell(lease, shard);
    }
}
