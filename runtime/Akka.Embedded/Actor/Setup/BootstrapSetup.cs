using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Option<Config> config, Option<ProviderSelection> provider)
    {
        Config = config;
        ActorRefProvider = provider;
    }

    public Option<ProviderSelection> ActorRefProvider { get; }
    public Option<Config> Config { get; }

    public static BootstrapSetup Create() => new(default, default);
    public BootstrapSetup WithActorRefProvider(ProviderSelection name) => new(Config, name);
    public BootstrapSetup WithConfig(Config config) => new(config, ActorRefProvider);

    public BootstrapSetup WithConfigFallback(Config config) =>
        new(Config.HasValue ? Config.Value.SafeWithFallback(config) : config, ActorRefProvider);
}
