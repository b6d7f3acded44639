#nullable enable
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.DependencyInjection;
using Akka.Hosting;

namespace Akka.Cluster.Hosting;

public static class AkkaClusterHostingExtensions
{
    public static AkkaConfigurationBuilder WithClustering(this AkkaConfigurationBuilder builder, ClusterOptions? options = null)
    {
        if (options is not null)
        {
            var hocon = new HoconText();
            options.AddTo(hocon);
            builder.AddHocon(hocon.ToConfig(), HoconAddMode.Prepend);
        }
        return builder.WithActorRefProvider(ProviderSelection.Cluster.Instance);
    }

    /// <param name="entityPropsFactory">Called with each entity's id.</param>
    public static AkkaConfigurationBuilder WithShardRegion<TKey>(
        this AkkaConfigurationBuilder builder, string typeName, Func<string, Props> entityPropsFactory,
        IMessageExtractor messageExtractor, ShardOptions shardOptions) =>
        builder.WithShardRegion<TKey>(typeName, (_, _, _) => entityPropsFactory, messageExtractor, shardOptions);

    public static AkkaConfigurationBuilder WithShardRegion<TKey>(
        this AkkaConfigurationBuilder builder, string typeName, Func<ActorSystem, IActorRegistry, Func<string, Props>> entityPropsFactory,
        IMessageExtractor messageExtractor, ShardOptions shardOptions) =>
        builder.WithShardRegion<TKey>(
            typeName, (system, registry, _) => entityPropsFactory(system, registry), messageExtractor, shardOptions);

    public static AkkaConfigurationBuilder WithShardRegion<TKey>(
        this AkkaConfigurationBuilder builder, string typeName,
        Func<ActorSystem, IActorRegistry, IDependencyResolver, Func<string, Props>> entityPropsFactory,
        IMessageExtractor messageExtractor, ShardOptions shardOptions) => builder.StartActors(async (system, registry, resolver) =>
    {
        var sharding = ClusterSharding.Get(system);
        var settings = shardOptions.Apply(ClusterShardingSettings.Create(system));
        var strategy = sharding.DefaultShardAllocationStrategy(settings);
        var stopMessage = shardOptions.HandOffStopMessage ?? PoisonPill.Instance;
        var region = await sharding.StartAsync(
            typeName, entityPropsFactory(system, registry, resolver), settings, messageExtractor, strategy, stopMessage)
            .ConfigureAwait(false);
        registry.Register<TKey>(region);
    });

    public static AkkaConfigurationBuilder WithShardRegionProxy<TKey>(
        this AkkaConfigurationBuilder builder, string typeName, string roleName, IMessageExtractor messageExtractor) =>
        builder.StartActors(async (system, registry) =>
        {
            var proxy = await ClusterSharding.Get(system).StartProxyAsync(typeName, roleName, messageExtractor).ConfigureAwait(false);
            registry.Register<TKey>(proxy);
        });

    public static AkkaConfigurationBuilder WithSingleton<TKey>(
        this AkkaConfigurationBuilder builder, string singletonName, Props actorProps,
        ClusterSingletonOptions? options = null, bool createProxyToo = true) =>
        builder.WithSingleton<TKey>(singletonName, singletonName, actorProps, options, createProxyToo);

    public static AkkaConfigurationBuilder WithSingleton<TKey>(
        this AkkaConfigurationBuilder builder, string singletonName,
        Func<ActorSystem, IActorRegistry, IDependencyResolver, Props> propsFactory,
        ClusterSingletonOptions? options = null, bool createProxyToo = true) =>
        builder.WithSingleton<TKey>(singletonName, singletonName, propsFactory, options, createProxyToo);

    public static AkkaConfigurationBuilder WithSingleton<TKey>(
        this AkkaConfigurationBuilder builder, string singletonManagerName, string singletonName, Props actorProps,
        ClusterSingletonOptions? options = null, bool createProxyToo = true) =>
        builder.WithSingleton<TKey>(singletonManagerName, singletonName, (_, _, _) => actorProps, options, createProxyToo);

    public static AkkaConfigurationBuilder WithSingleton<TKey>(
        this AkkaConfigurationBuilder builder, string singletonManagerName, string singletonName,
        Func<ActorSystem, IActorRegistry, IDependencyResolver, Props> propsFactory,
        ClusterSingletonOptions? options = null, bool createProxyToo = true) =>
        builder.StartActors((system, registry, resolver) =>
        {
            options ??= new ClusterSingletonOptions();
            var settings = options.Apply(ClusterSingletonManagerSettings.Create(system).WithSingletonName(singletonName));
            var props = propsFactory(system, registry, resolver);
            var manager = ClusterSingletonManager.Props(props, options.TerminationMessage ?? PoisonPill.Instance, settings);
            system.ActorOf(manager, singletonManagerName);
            if (createProxyToo) StartProxy<TKey>(system, registry, singletonName, options, singletonManagerName);
        });

    /// <param name="singletonManagerPath">The manager's path, <c>/user/</c> and the singleton's name by default.</param>
    public static AkkaConfigurationBuilder WithSingletonProxy<TKey>(
        this AkkaConfigurationBuilder builder, string singletonName,
        ClusterSingletonOptions? options = null, string? singletonManagerPath = null) =>
        builder.StartActors((system, registry) =>
            StartProxy<TKey>(system, registry, singletonName, options, singletonName, singletonManagerPath));

    public static AkkaConfigurationBuilder WithSingletonProxy<TKey>(
        this AkkaConfigurationBuilder builder, string singletonManagerName, string singletonName,
        ClusterSingletonOptions? options = null) =>
        builder.StartActors((system, registry) =>
            StartProxy<TKey>(system, registry, singletonName, options, singletonManagerName));

    private static void StartProxy<TKey>(
        ActorSystem system, IActorRegistry registry, string singletonName, ClusterSingletonOptions? options, string managerName,
        string? managerPath = null)
    {
        var settings = ClusterSingletonProxySettings.Create(system).WithSingletonName(singletonName);
        if (options is not null) settings = options.Apply(settings);
        var proxy = ClusterSingletonProxy.Props(managerPath ?? $"/user/{managerName}", settings);
        registry.Register<TKey>(system.ActorOf(proxy, $"{managerName}-proxy"));
    }
}
