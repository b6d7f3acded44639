using Akka.Actor;
using Akka.Events.Handling.Internal.Entities;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>A handler actor as its shard sees it. Used on the shard's turn only.</summary>
internal sealed class HandlerActor
{
    public HandlerActor(EntityType type, IActorRef reference, TimeProvider time)
    {
        Type = type;
        Ref = reference;
        Lease = new Lease(this, time);
    }

    public EntityType Type { get; }

    public IActorRef Ref { get; }

    /// <summary>What it is handed; the same message every time.</summary>
    public Lease Lease { get; }

    /// <summary>The lane that it stays with, or whose event goes on; null where it takes any.</summary>
    public EntityLane? Lane;

    /// <summary>It has answered before: its constructor works.</summary>
    public bool HasServed;

    /// <summary>The lane that it is at; null where it is idle or hasn't begun.</summary>
    public EntityLane? At => Lease is { IsOut: true, Begun: [.., var last] } ? last : Lane is { Status: LaneStatus.Running } ? Lane : null;
}
