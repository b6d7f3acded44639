#nullable enable
using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Util.Internal;

namespace Akka.Hosting;

/// <summary>Refs by marker type: how the parts of a host find each other's actors.</summary>
public class ActorRegistry : IActorRegistry, IExtension
{
    private static readonly ExtensionOf<ActorRegistry> Id = new(_ => new ActorRegistry());

    private readonly ConcurrentDictionary<Type, IActorRef> _actors = new();
    private readonly Dictionary<Type, TaskCompletionSource<IActorRef>> _awaited = [];

    public static ActorRegistry For(ActorSystem actorSystem) => Id.Get(actorSystem);

    public void Register<TKey>(IActorRef actor, bool overwrite = false)
    {
        if (!TryRegister<TKey>(actor, overwrite))
            throw new DuplicateActorRegistryException($"An actor is already registered for {typeof(TKey)}: {_actors[typeof(TKey)]}.");
    }

    public bool TryRegister<TKey>(IActorRef actor, bool overwrite = false) => TryRegister(typeof(TKey), actor, overwrite);

    public bool TryRegister(Type key, IActorRef actor, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (overwrite) _actors[key] = actor;
        else if (!_actors.TryAdd(key, actor)) return false;

        TaskCompletionSource<IActorRef>? awaited;
        lock (_awaited) _awaited.Remove(key, out awaited);
        awaited?.TrySetResult(actor);
        return true;
    }

    public bool TryGet<TKey>([NotNullWhen(true)] out IActorRef? actor) => TryGet(typeof(TKey), out actor);

    public bool TryGet(Type key, [NotNullWhen(true)] out IActorRef? actor)
    {
        if (_actors.TryGetValue(key, out actor)) return true;
        actor = ActorRefs.Nobody;
        return false;
    }

    public IActorRef Get<TKey>() => _actors.TryGetValue(typeof(TKey), out var actor)
        ? actor
        : throw new MissingActorRegistryEntryException($"No actor is registered for {typeof(TKey)}.");

    public Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default) => GetAsync(typeof(TKey), ct);

    public Task<IActorRef> GetAsync(Type key, CancellationToken ct = default)
    {
        if (_actors.TryGetValue(key, out var actor)) return Task.FromResult(actor);
        TaskCompletionSource<IActorRef>? awaited;
        lock (_awaited)
        {
            // A registration stores the ref before it looks here: with the lock held, either it sees this entry or we see its ref.
            if (_actors.TryGetValue(key, out actor)) return Task.FromResult(actor);
            if (!_awaited.TryGetValue(key, out awaited))
                _awaited[key] = awaited = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        return awaited.Task.WaitAsync(ct);
    }

    public IEnumerator<KeyValuePair<Type, IActorRef>> GetEnumerator() => _actors.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
