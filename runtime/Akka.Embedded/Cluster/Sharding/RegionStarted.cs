using Akka.Actor;

namespace Akka.Cluster.Sharding;

internal sealed record RegionStarted(IActorRef Region);
