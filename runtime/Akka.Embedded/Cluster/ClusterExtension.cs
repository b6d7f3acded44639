using Akka.Actor;

namespace Akka.Cluster;

public sealed class ClusterExtension : ExtensionIdProvider<Cluster>
{
    public static readonly ClusterExtension Instance = new();

    private ClusterExtension()
    {
    }

    public override Cluster CreateExtension(ExtendedActorSystem system) => new(system);
}
