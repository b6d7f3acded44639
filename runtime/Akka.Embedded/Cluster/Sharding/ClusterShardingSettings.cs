using Akka.Actor;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;

namespace Akka.Cluster.Sharding;

/// <summary>How a region behaves: <c>akka.cluster.sharding</c>, changed by the <c>With…</c> methods.</summary>
public sealed class ClusterShardingSettings : INoSerializationVerificationNeeded
{
    public readonly string Role;
    public readonly bool RememberEntities;
    public readonly string JournalPluginId;
    public readonly string SnapshotPluginId;
    public readonly StateStoreMode StateStoreMode;
    public readonly RememberEntitiesStore RememberEntitiesStore;
    public readonly TimeSpan ShardRegionQueryTimeout;
    public readonly TimeSpan PassivateIdleEntityAfter;
    public readonly TuningParameters TuningParameters;
    public readonly ClusterSingletonManagerSettings CoordinatorSingletonSettings;

    private readonly Values _values;

    private ClusterShardingSettings(Values values)
    {
        _values = values;
        Role = values.Role;
        RememberEntities = values.RememberEntities;
        JournalPluginId = values.JournalPluginId;
        SnapshotPluginId = values.SnapshotPluginId;
        StateStoreMode = values.StateStoreMode;
        RememberEntitiesStore = values.RememberEntitiesStore;
        ShardRegionQueryTimeout = values.QueryTimeout;
        PassivateIdleEntityAfter = values.PassivateIdleAfter;
        TuningParameters = values.Tuning;
        CoordinatorSingletonSettings = values.Singleton;
    }

    internal bool PassivatesIdleEntities => PassivateIdleEntityAfter > TimeSpan.Zero && !RememberEntities;

    public static ClusterShardingSettings Create(ActorSystem system)
    {
        var config = system.Settings.Config.GetConfig("akka.cluster.sharding") ?? Config.Empty;
        var singleton = config.GetString("coordinator-singleton", "akka.cluster.singleton");
        return Create(config, system.Settings.Config.GetConfig(singleton));
    }

    public static ClusterShardingSettings Create(Config config, Config singletonConfig) => new(new Values
    {
        Role = config.GetString("role") is { Length: > 0 } role ? role : null,
        RememberEntities = config.GetBoolean("remember-entities"),
        JournalPluginId = config.GetString("journal-plugin-id", ""),
        SnapshotPluginId = config.GetString("snapshot-plugin-id", ""),
        StateStoreMode = Enum.Parse<StateStoreMode>(config.GetString("state-store-mode", "persistence"), ignoreCase: true),
        RememberEntitiesStore = Enum.Parse<RememberEntitiesStore>(config.GetString("remember-entities-store", "ddata"), ignoreCase: true),
        QueryTimeout = config.GetTimeSpan("shard-region-query-timeout", TimeSpan.FromSeconds(3)),
        PassivateIdleAfter = config.GetString("passivate-idle-entity-after") is "off" or "false"
            ? TimeSpan.Zero
            : config.GetTimeSpan("passivate-idle-entity-after", TimeSpan.FromSeconds(120)),
        Tuning = new TuningParameters(config),
        Singleton = ClusterSingletonManagerSettings.Create(singletonConfig ?? Config.Empty),
    });

    public ClusterShardingSettings WithRole(string role) => new(_values with { Role = role });
    public ClusterShardingSettings WithRememberEntities(bool rememberEntities) => new(_values with { RememberEntities = rememberEntities });
    public ClusterShardingSettings WithJournalPluginId(string journalPluginId) =>
        new(_values with { JournalPluginId = journalPluginId ?? "" });
    public ClusterShardingSettings WithSnapshotPluginId(string snapshotPluginId) =>
        new(_values with { SnapshotPluginId = snapshotPluginId ?? "" });
    public ClusterShardingSettings WithTuningParameters(TuningParameters tuningParameters) =>
        new(_values with { Tuning = tuningParameters });
    public ClusterShardingSettings WithStateStoreMode(StateStoreMode mode) => new(_values with { StateStoreMode = mode });
    public ClusterShardingSettings WithPassivateIdleAfter(TimeSpan duration) => new(_values with { PassivateIdleAfter = duration });

    public ClusterShardingSettings WithCoordinatorSingletonSettings(ClusterSingletonManagerSettings coordinatorSingletonSettings) =>
        new(_values with { Singleton = coordinatorSingletonSettings });

    internal ClusterShardingSettings WithShardRegionQueryTimeout(TimeSpan duration) => new(_values with { QueryTimeout = duration });

    private readonly record struct Values(
        string Role, bool RememberEntities, string JournalPluginId, string SnapshotPluginId, StateStoreMode StateStoreMode,
        RememberEntitiesStore RememberEntitiesStore, TimeSpan QueryTimeout, TimeSpan PassivateIdleAfter, TuningParameters Tuning,
        ClusterSingletonManagerSettings Singleton);
}
