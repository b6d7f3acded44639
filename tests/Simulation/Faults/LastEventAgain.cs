using System.Reflection;
using Akka.Actor;
using Akka.Events.Handling.Internal.Lanes;
using Akka.Events.Simulation.Machine;

namespace Akka.Events.Simulation.Faults;

/// <summary>
/// Puts a fault back: a handler actor fails behind its last event, whose effect is in the state by then, and the event is handled again. It
/// stands between the shard and the actor.
/// </summary>
internal sealed class LastEventAgain : UntypedActor
{
    private static readonly PropertyInfo State = typeof(EntityLane).GetProperty(nameof(EntityLane.State))!;

    private readonly World _world;
    private readonly IActorRef _handler;

    public LastEventAgain(Props handler)
    {
        _world = VirtualProcess.Of(Context.System).World;
        _handler = Context.ActorOf(handler);
    }

    public static Props Around(Props handler) => Props.Create(() => new LastEventAgain(handler));

    protected override void OnReceive(object message)
    {
        if (!Sender.Equals(_handler))
        {
            _handler.Forward(message);
            return;
        }
        var lane = message as EntityLane ?? (message is Lease { Begun: [.., var last] } ? last : null);
        if (lane is not null && _world.Chance(0.05) && TakeBack(lane)) throw new InvalidOperationException("behind its last event");
        Context.Parent.Tell(message, Self);
    }

    private static bool TakeBack(EntityLane lane)
    {
        if (lane.Running is not { Ended: true, Next: null, Effects.Events.Length: > 0 } ended) return false;
        State.SetValue(lane, ended.StateAfter);
        ended.Ended = false;
        return true;
    }
}
