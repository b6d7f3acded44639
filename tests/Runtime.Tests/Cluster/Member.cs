using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Runtime.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Runtime.Tests.Cluster;

/// <summary>A host with a cluster of one. Its actors report to <see cref="Seen"/>.</summary>
internal sealed class Member : IAsyncDisposable
{
    private const string Quiet = Shutdown.Patient + """
        akka {
          loglevel = ERROR
          stdout-loglevel = OFF
          log-dead-letters = off
          actor.creation-timeout = 1m
          remote.dot-netty.tcp { hostname = localhost, port = 0 }
          cluster.sharding { state-store-mode = ddata, shard-region-query-timeout = 1m }
          persistence.journal.plugin = "akka.persistence.journal.inmem"
        }
        """;

    private readonly IHost _host;

    private Member(IHost host) => _host = host;

    public ActorSystem System => _host.Services.GetRequiredService<ActorSystem>();

    public Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(System);

    public ClusterSharding Sharding => ClusterSharding.Get(System);

    public ClusterShardingSettings Settings => ClusterShardingSettings.Create(System);

    public IActorRegistry Registry => _host.Services.GetRequiredService<IActorRegistry>();

    public Seen Seen { get; } = new();

    public IHost Host => _host;

    /// <summary>Started and up.</summary>
    public static async Task<Member> UpAsync(Action<AkkaConfigurationBuilder> configure = null, string hocon = "")
    {
        var member = await StartedAsync(configure, hocon);
        await member.Cluster.JoinAsync(member.Cluster.SelfAddress);
        return member;
    }

    /// <summary>Started, not joined.</summary>
    public static async Task<Member> StartedAsync(Action<AkkaConfigurationBuilder> configure = null, string hocon = "")
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAkka("one", akka =>
        {
            akka.AddHocon(
                ConfigurationFactory.ParseString(hocon).WithFallback(ConfigurationFactory.ParseString(Quiet)), HoconAddMode.Prepend);
            akka.WithClustering(new ClusterOptions { Roles = ["worker"] });
            configure?.Invoke(akka);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new Member(host);
    }

    public Task<IActorRef> StartRegionAsync(string typeName, object stopMessage = null) => Sharding.StartAsync(
        typeName, id => Entity.Props(id, Seen), Settings, new Ids(), Sharding.DefaultShardAllocationStrategy(Settings), stopMessage
            ?? PoisonPill.Instance);

    public IActorRef Observer() => System.ActorOf(Props.Create(() => new Observing(Seen)));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class Observing(Seen seen) : UntypedActor
    {
        protected override void OnReceive(object message) => seen.Add(message);
    }
}
