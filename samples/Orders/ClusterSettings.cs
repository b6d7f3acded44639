using Akka.Cluster.Hosting;
using Akka.Hosting;
using Akka.Remote.Hosting;

namespace Orders;

/// <summary>
/// Where this node stands among others, in the section "Cluster" of the configuration. With several nodes, each answers for all entities; without
/// a cluster, for those that it has itself.
/// </summary>
public sealed class ClusterSettings
{
    /// <summary>The name or address that other nodes reach this one by.</summary>
    public string Host { get; set; } = "localhost";

    /// <summary>The port for other nodes; 0 for no cluster.</summary>
    public int Port { get; set; }

    /// <summary>host:port of the nodes that a new one asks: the same list on all of them, the first of which may begin alone.</summary>
    public string[] Seeds { get; set; } = [];

    public void Join(AkkaConfigurationBuilder akka)
    {
        if (Port == 0) return;
        akka.WithRemoting(Host, Port)
            .WithClustering(new ClusterOptions { SeedNodes = [.. Seeds.Select(seed => $"akka.tcp://orders@{seed}")] });
    }
}
