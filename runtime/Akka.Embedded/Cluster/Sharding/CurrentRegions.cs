using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

public sealed record CurrentRegions(IImmutableSet<Address> Regions) : IClusterShardingSerializable;
