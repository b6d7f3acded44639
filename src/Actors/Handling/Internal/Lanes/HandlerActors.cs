using Akka.Actor;
using Akka.Events.Handling.Internal.Entities;

namespace Akka.Events.Handling.Internal.Lanes;

/// <summary>
/// The handler actors of one entity type in one shard. It has as many as keys run at once; those that are idle are few. Each is watched, so
/// that one that ends, and what it had in hand, is noticed. Used on the shard's turn only.
/// </summary>
internal sealed class HandlerActors(IActorContext context, EntityType type, TimeProvider time)
{
    // Kept even if nothing has used them lately.
    private const int Few = 4;

    private readonly Dictionary<IActorRef, HandlerActor> _all = [];
    private readonly Stack<HandlerActor> _idle = [];
    private int _leastIdle;

    public IReadOnlyCollection<HandlerActor> All => _all.Values;

    public int Idle => _idle.Count;

    /// <summary>An idle actor, or a new one.</summary>
    public HandlerActor Take()
    {
        while (_idle.TryPop(out var idle))
        {
            _leastIdle = Math.Min(_leastIdle, _idle.Count);
            if (_all.ContainsKey(idle.Ref)) return idle;
        }
        return Make();
    }

    /// <summary>An actor of its own for a lane that keeps it.</summary>
    public HandlerActor Make()
    {
        var actor = new HandlerActor(type, context.ActorOf(type.Props), time);
        context.Watch(actor.Ref);
        _all.Add(actor.Ref, actor);
        return actor;
    }

    public void GiveBack(HandlerActor actor)
    {
        actor.Lane = null;
        _idle.Push(actor);
    }

    /// <summary>An actor has ended; null where it isn't one of these.</summary>
    public HandlerActor? Remove(IActorRef ended) => _all.Remove(ended, out var actor) ? actor : null;

    public void Stop(HandlerActor actor)
    {
        _all.Remove(actor.Ref);
        context.Unwatch(actor.Ref);
        context.Stop(actor.Ref);
    }

    /// <summary>Stops those that have been idle since this was called the last time.</summary>
    public void Trim()
    {
        for (var left = _leastIdle; left > Few && _idle.TryPop(out var idle); left--)
            if (_all.ContainsKey(idle.Ref))
                Stop(idle);
        _leastIdle = _idle.Count;
    }
}
