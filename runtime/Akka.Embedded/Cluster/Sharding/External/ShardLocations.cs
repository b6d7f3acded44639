using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding.External;

/// <summary>Where shards have been asked to live.</summary>
public sealed class ShardLocations(IImmutableDictionary<string, Address> locations)
{
    public IImmutableDictionary<string, Address> Locations { get; } = locations;
}
