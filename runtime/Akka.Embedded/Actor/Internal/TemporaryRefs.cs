using System.Collections.Concurrent;

namespace Akka.Actor.Internal;

/// <summary>/temp: one-shot refs. Only those whose path somebody has asked for are named and can be looked up.</summary>
internal sealed class TemporaryRefs(ActorSystemImpl system, ActorPath path)
{
    private readonly ConcurrentDictionary<string, InternalActorRef> _named = new();
    private long _next;

    internal ActorSystemImpl System => system;

    internal ActorPath Register(InternalActorRef temporary)
    {
        var number = Interlocked.Increment(ref _next);
        var named = new ChildActorPath(path, ActorCell.GeneratedName(number), number);
        _named[named.Name] = temporary;
        return named;
    }

    internal void Remove(ActorPath named) => _named.TryRemove(named.Name, out _);
    internal InternalActorRef Find(string name) => _named.GetValueOrDefault(name);
}
