using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding.External;

public interface IExternalShardAllocationClient
{
    Task<Done> UpdateShardLocation(string shard, Address location);

    Task<Done> UpdateShardLocations(IImmutableDictionary<string, Address> locations);

    Task<ShardLocations> ShardLocations();
}
