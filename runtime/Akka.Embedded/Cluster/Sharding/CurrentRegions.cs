using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

public sealed class CurrentRegions(IImmutableSet<Address> regions) : IClusterShardingSerializable
{
    public IImmutableSet<Address> Regions { get; } = regions;
}
