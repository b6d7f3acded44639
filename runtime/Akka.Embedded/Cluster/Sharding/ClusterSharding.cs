using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Akka.Util.Internal;

namespace Akka.Cluster.Sharding;

/// <summary>Entities by id: each is one actor, made by the first message to it, found through its region.</summary>
public class ClusterSharding : IExtension
{
    private static readonly ExtensionOf<ClusterSharding> Id = new(system => new ClusterSharding(system));

    private readonly ConcurrentDictionary<string, IActorRef> _regions = new();
    private readonly ConcurrentDictionary<string, IActorRef> _proxies = new();
    private readonly ExtendedActorSystem _system;
    private readonly Cluster _cluster;
    private readonly IActorRef _guardian;
    private readonly TimeSpan _startTimeout;

    internal ClusterSharding(ExtendedActorSystem system)
    {
        _system = system;
        _cluster = Cluster.Get(system);
        _startTimeout = system.Settings.Config.GetTimeSpan("akka.actor.creation-timeout");
        Settings = ClusterShardingSettings.Create(system);
        var name = system.Settings.Config.GetString("akka.cluster.sharding.guardian-name", "sharding");
        _guardian = system.SystemActorOf(new Props(typeof(ShardingGuardian), [this]), name);
    }

    public ClusterShardingSettings Settings { get; }
    public ImmutableHashSet<string> ShardTypeNames => [.. _regions.Keys];

    public static ClusterSharding Get(ActorSystem system) => Id.Get(system);

    public IShardAllocationStrategy DefaultShardAllocationStrategy(ClusterShardingSettings settings) =>
        ShardAllocationStrategy.LeastShardAllocationStrategy(
            settings.TuningParameters.LeastShardAllocationAbsoluteLimit, settings.TuningParameters.LeastShardAllocationRelativeLimit);

    public IActorRef ShardRegion(string typeName) => Find(_regions, typeName) ?? Find(_proxies, typeName)
        ?? throw new ArgumentException($"The shard type [{typeName}] has not been started.", nameof(typeName));

    public IActorRef ShardRegionProxy(string typeName) => Find(_proxies, typeName)
        ?? throw new ArgumentException($"No proxy of the shard type [{typeName}] has been started.", nameof(typeName));

    public IActorRef Start(
        string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy, object handOffStopMessage) =>
        StartAsync(typeName, entityProps, settings, messageExtractor, allocationStrategy, handOffStopMessage)
            .GetAwaiter().GetResult();

    public IActorRef Start(string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        StartAsync(typeName, entityProps, settings, messageExtractor).GetAwaiter().GetResult();

    public IActorRef Start(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings, IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy, object handOffStopMessage) =>
        StartAsync(typeName, entityPropsFactory, settings, messageExtractor, allocationStrategy, handOffStopMessage)
            .GetAwaiter().GetResult();

    public IActorRef Start(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        StartAsync(typeName, entityPropsFactory, settings, messageExtractor).GetAwaiter().GetResult();

    public Task<IActorRef> StartAsync(
        string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy, object handOffStopMessage) =>
        StartAsync(typeName, _ => entityProps, settings, messageExtractor, allocationStrategy, handOffStopMessage);

    public Task<IActorRef> StartAsync(
        string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        StartAsync(typeName, _ => entityProps, settings, messageExtractor);

    public Task<IActorRef> StartAsync(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        StartAsync(typeName, entityPropsFactory, settings, messageExtractor, DefaultShardAllocationStrategy(settings), PoisonPill.Instance);

    public Task<IActorRef> StartAsync(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings, IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy, object handOffStopMessage)
    {
        if (Find(_regions, typeName) is { } started) return Task.FromResult(started);
        if (settings.Role is { Length: > 0 } role && !_cluster.SelfRoles.Contains(role))
            return StartProxyAsync(typeName, role, messageExtractor);
        if (settings.RememberEntities)
            _system.Log.Warning(
                "Shard type [{0}]: a cluster of one doesn't remember entities; each starts with its first message", typeName);
        return _guardian.Ask<IActorRef>(
            new RegionStart(typeName, entityPropsFactory, settings, messageExtractor, allocationStrategy, handOffStopMessage),
            _startTimeout);
    }

    public IActorRef StartProxy(string typeName, string role, IMessageExtractor messageExtractor) =>
        StartProxyAsync(typeName, role, messageExtractor).GetAwaiter().GetResult();

    public Task<IActorRef> StartProxyAsync(string typeName, string role, IMessageExtractor messageExtractor) =>
        Find(_proxies, typeName) is { } started
            ? Task.FromResult(started)
            : _guardian.Ask<IActorRef>(new ProxyStart(typeName, Settings.TuningParameters.BufferSize), _startTimeout);

    internal void Started(string typeName, IActorRef region)
    {
        _regions[typeName] = region;
        CoordinatedShutdown.Get(_system).AddTask(
            CoordinatedShutdown.PhaseClusterShardingShutdownRegion, $"region-{typeName}", () => ShutDownAsync(typeName, region));
    }

    internal void ProxyStarted(string typeName, IActorRef proxy) => _proxies[typeName] = proxy;
    internal void Stopped(string typeName) => _regions.TryRemove(typeName, out _);

    private static IActorRef Find(ConcurrentDictionary<string, IActorRef> refs, string typeName) => refs.GetValueOrDefault(typeName);

    private async Task<Done> ShutDownAsync(string typeName, IActorRef region)
    {
        var phase = CoordinatedShutdown.Get(_system).Timeout(CoordinatedShutdown.PhaseClusterShardingShutdownRegion);
        using var limit = new CancellationTokenSource(phase > TimeSpan.FromSeconds(2) ? phase - TimeSpan.FromSeconds(1) : phase / 2);
        region.Tell(GracefulShutdown.Instance, ActorRefs.NoSender);
        if (!await region.WatchAsync(limit.Token).ConfigureAwait(false))
        {
            _system.Log.Warning("Shard region [{0}] didn't hand off in time: stopped", typeName);
            _system.Stop(region);
        }
        return Done.Instance;
    }
}
