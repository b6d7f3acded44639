using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Util.Internal;

namespace Akka.Cluster.Sharding.External;

/// <summary>
/// Lets the application say where shards live: a type's client writes, its <see cref="ExternalShardAllocationStrategy"/> reads.
/// </summary>
public sealed class ExternalShardAllocation : IExtension
{
    private static readonly ExtensionOf<ExternalShardAllocation> Id = new(_ => new ExternalShardAllocation());

    private readonly ConcurrentDictionary<string, ExternalShardAllocationClient> _clients = new();

    internal ExternalShardAllocation() { }

    public static ExternalShardAllocation Get(ActorSystem system) => Id.Get(system);
    public IExternalShardAllocationClient ClientFor(string typeName) => LocationsOf(typeName);

    internal ExternalShardAllocationClient LocationsOf(string typeName) =>
        _clients.GetOrAdd(typeName, static _ => new ExternalShardAllocationClient());
}
