using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Events.Tests.Operating.Queries;

/// <summary>Nodes of an Akka cluster on loopback that share a group, a mock Kafka and a store in a file.</summary>
internal sealed class ClusterNodes : IAsyncDisposable
{
    private const string Cluster = """
        akka {
          loglevel = WARNING
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("akka-events-nodes").FullName;
    private readonly Hosts _hosts;
    private Address? _seed;

    public ClusterNodes() => _hosts = new Hosts(events => events.UseSqlite(Path.Combine(_folder, "store.db"))) { Session = TimeSpan.FromSeconds(6) };

    /// <param name="joined">Whether it is in the cluster; else it is a host alone.</param>
    public Task<IHost> Start(bool joined = true) => Start<Basket>(joined);

    public async Task<IHost> Start<TEntity>(bool joined = true) where TEntity : ActorBase
    {
        var node = await _hosts.Start(
            events => events.Group("baskets", g => g.Entity<TEntity>("basket")),
            services => services.AddHealthChecks().AddAkkaEvents(), joined ? Cluster : "");
        if (!joined) return node;
        var cluster = Akka.Cluster.Cluster.Get(node.Services.GetRequiredService<ActorSystem>());
        _seed ??= cluster.SelfAddress;
        await cluster.JoinAsync(_seed);
        return node;
    }

    /// <summary>A node that is in no cluster yet.</summary>
    /// <param name="seed">Whom it asks for one; null: it doesn't.</param>
    public Task<IHost> StartOutside(IHost? seed = null) => _hosts.Start(
        events => events.Group("baskets", g => g.Entity<Basket>("basket")), hocon: Cluster + (seed is null ? "" : $"""

            akka.cluster.seed-nodes = ["{Akka.Cluster.Cluster.Get(seed.Services.GetRequiredService<ActorSystem>()).SelfAddress}"]
            """));

    /// <summary>Waits until each has its share of the topic's four partitions.</summary>
    public static Task Settled(params IHost[] nodes) => Hosts.Eventually(
        () => nodes.All(n => n.Group().Partitions.Count > 0) && nodes.Sum(n => n.Group().Partitions.Count) == 4,
        "the partitions are shared out");

    public static IEntities Entities(IHost node) => node.Services.GetRequiredService<IEntities>();

    public async ValueTask DisposeAsync()
    {
        await _hosts.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
