using Akka.Actor;

namespace Akka.Cluster.Sharding.External;

public sealed class ExternalShardAllocationExtensionProvider : ExtensionIdProvider<ExternalShardAllocation>
{
    internal static readonly ExternalShardAllocationExtensionProvider Instance = new();

    public override ExternalShardAllocation CreateExtension(ExtendedActorSystem system) => new();
}
