using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;

namespace Akka.Persistence;

/// <summary>The plugins of an actor system, started when first asked for, and what its persistent actors share.</summary>
public class PersistenceExtension : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly ConcurrentDictionary<string, Lazy<JournalPlugin>> _journals = new();
    private readonly ConcurrentDictionary<string, Lazy<SnapshotPlugin>> _snapshotStores = new();

    public PersistenceExtension(ExtendedActorSystem system)
    {
        _system = system;
        system.Settings.InjectTopLevelFallback(Persistence.DefaultConfig());
        var config = Config;
        InternalStashCapacity = config.GetInt(Dispatch.Mailboxes.DefaultMailboxId + ".stash-capacity", -1);
        Permits = new RecoveryPermits(config.GetInt("akka.persistence.max-concurrent-recoveries"));
        DefaultInternalStashOverflowStrategy = PluginType.Create<IStashOverflowStrategyConfigurator>(
            config.GetString("akka.persistence.internal-stash-overflow-strategy")).Create(config);
    }

    public IStashOverflowStrategy DefaultInternalStashOverflowStrategy { get; }

    /// <summary>How many commands an actor's internal stash holds unless its Props say otherwise; negative: any number.</summary>
    internal int InternalStashCapacity { get; }

    internal RecoveryPermits Permits { get; }

    private Config Config => _system.Settings.Config;

    /// <summary>The actor that stands for a journal; null or empty means the default one.</summary>
    public IActorRef JournalFor(string journalPluginId) => JournalPluginFor(journalPluginId).Actor;

    /// <summary>The actor that stands for a snapshot store; null or empty means the default one.</summary>
    public IActorRef SnapshotStoreFor(string snapshotPluginId) => SnapshotPluginFor(snapshotPluginId).Actor;

    public string PersistenceId(IActorRef actor) => actor.Path.ToStringWithoutAddress();

    internal JournalPlugin JournalPluginFor(string id) =>
        Plugin(_journals, id, "akka.persistence.journal", (path, config) => new JournalPlugin(_system, path, config));

    internal SnapshotPlugin SnapshotPluginFor(string id) =>
        Plugin(_snapshotStores, id, "akka.persistence.snapshot-store", (path, config) => new SnapshotPlugin(_system, path, config));

    private TPlugin Plugin<TPlugin>(
        ConcurrentDictionary<string, Lazy<TPlugin>> plugins, string id, string kind, Func<string, Config, TPlugin> start)
    {
        if (string.IsNullOrEmpty(id)) id = Config.GetString(kind + ".plugin");
        return plugins.GetOrAdd(id, path => new Lazy<TPlugin>(() =>
        {
            var config = Config.GetConfig(path) ?? throw new ArgumentException($"There is no configuration of a plugin at [{path}]");
            return start(path, config.WithFallback(Config.GetConfig(kind + "-plugin-fallback")));
        })).Value;
    }
}
