#nullable enable
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Serialization;
using Akka.Util;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Hosting;

/// <summary>Gathers what an ActorSystem is made of: configuration, setups, extensions, serializers, and the actors to start.</summary>
public sealed class AkkaConfigurationBuilder(IServiceCollection serviceCollection, string actorSystemName)
{
    public readonly HashSet<Setup> Setups = [];

    private readonly List<ActorStarterWithResolver> _starters = [];
    private readonly List<StartupTask> _startupTasks = [];
    private readonly List<Type> _extensions = [];
    private readonly List<(string Id, ImmutableHashSet<Type> BoundTypes, Func<ExtendedActorSystem, Serializer> Create)> _serializers = [];
    private ProviderSelection? _provider;
    private Config? _config;

    public Option<ProviderSelection> ActorRefProvider => _provider is null ? Option<ProviderSelection>.None : new(_provider);
    public Option<Config> Configuration => _config is null ? Option<Config>.None : new(_config);

    internal string ActorSystemName { get; } = actorSystemName;
    internal IServiceCollection ServiceCollection { get; } = serviceCollection;

    public AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry> starter) =>
        StartActors((system, registry, _) => starter(system, registry));

    public AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry, IDependencyResolver> starter) =>
        StartActors((system, registry, resolver) =>
        {
            starter(system, registry, resolver);
            return Task.CompletedTask;
        });

    public AkkaConfigurationBuilder StartActors(ActorStarter starter) => StartActors((system, registry, _) => starter(system, registry));

    public AkkaConfigurationBuilder StartActors(ActorStarterWithResolver starter)
    {
        _starters.Add(starter);
        return this;
    }

    public AkkaConfigurationBuilder AddStartup(Action<ActorSystem, IActorRegistry> startupTask) => AddStartup((system, registry) =>
    {
        startupTask(system, registry);
        return Task.CompletedTask;
    });

    public AkkaConfigurationBuilder AddStartup(StartupTask startupTask)
    {
        _startupTasks.Add(startupTask);
        return this;
    }

    public AkkaConfigurationBuilder WithExtension<T>() where T : IExtensionId => WithExtensions(typeof(T));

    public AkkaConfigurationBuilder WithExtensions(params Type[] extensions)
    {
        foreach (var type in extensions)
        {
            if (type.IsAbstract || !typeof(IExtensionId).IsAssignableFrom(type) || type.GetConstructor(Type.EmptyTypes) is null)
            {
                throw new ConfigurationException(
                    $"{type} can't be an extension: it must be a class with a public constructor without arguments that implements " +
                    $"{nameof(IExtensionId)}.");
            }
            if (!_extensions.Contains(type)) _extensions.Add(type);
        }
        return this;
    }

    public AkkaConfigurationBuilder WithCustomSerializer(
        string serializerIdentifier, IEnumerable<Type> boundTypes, Func<ExtendedActorSystem, Serializer> serializerFactory)
    {
        _serializers.Add((serializerIdentifier, boundTypes.ToImmutableHashSet(), serializerFactory));
        return this;
    }

    internal AkkaConfigurationBuilder AddHoconConfiguration(Config hocon, HoconAddMode mode)
    {
        _config = _config is null ? hocon : mode == HoconAddMode.Append ? _config.WithFallback(hocon) : hocon.WithFallback(_config);
        return this;
    }

    internal AkkaConfigurationBuilder WithProvider(ProviderSelection provider)
    {
        _provider = provider;
        return this;
    }

    /// <summary>Makes the system. Its actors come with <see cref="StartAsync"/>.</summary>
    internal ActorSystem Build(IServiceProvider services)
    {
        var bootstrap = BootstrapSetup.Create().WithConfig(_config ?? Config.Empty);
        if (_provider is not null) bootstrap = bootstrap.WithActorRefProvider(_provider);
        if (_serializers.Count > 0)
            Setups.Add(SerializationSetup.Create(system =>
                _serializers.Select(s => SerializerDetails.Create(s.Id, s.Create(system), s.BoundTypes)).ToImmutableHashSet()));

        var setup = ActorSystemSetup.Create([bootstrap, DependencyResolverSetup.Create(services), .. Setups]);
        var system = ActorSystem.Create(ActorSystemName, setup);
        foreach (var type in _extensions) system.RegisterExtension((IExtensionId)Activator.CreateInstance(type)!);
        return system;
    }

    /// <summary>Runs the starters, then the startup tasks, one after another in the order they were added.</summary>
    internal async Task StartAsync(ActorSystem system)
    {
        var registry = ActorRegistry.For(system);
        var resolver = DependencyResolver.For(system).Resolver;
        foreach (var start in _starters) await start(system, registry, resolver).ConfigureAwait(false);
        foreach (var run in _startupTasks) await run(system, registry).ConfigureAwait(false);
    }
}
