using Akka.Actor;

namespace Akka.Cluster.Sharding;

public sealed class ClusterShardingExtensionProvider : ExtensionIdProvider<ClusterSharding>
{
    internal static readonly ClusterShardingExtensionProvider Instance = new();

    public override ClusterSharding CreateExtension(ExtendedActorSystem system) => new(system);
}
