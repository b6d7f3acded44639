#nullable enable
using Akka.Actor;

namespace Akka.Hosting;

/// <summary>The registered actor of a key, for injection.</summary>
public interface IRequiredActor<TActor>
{
    /// <summary>The ref; <see cref="MissingActorRegistryEntryException"/> if none is registered yet.</summary>
    IActorRef ActorRef { get; }

    /// <summary>The ref, as soon as it is registered.</summary>
    Task<IActorRef> GetAsync(CancellationToken cancellationToken = default);
}
