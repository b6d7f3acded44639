#nullable enable
using Akka.Cluster.Sharding;
using Akka.Persistence.Hosting;

namespace Akka.Cluster.Hosting;

/// <summary>A shard region. Null: as configured in <c>akka.cluster.sharding</c>.</summary>
public sealed class ShardOptions
{
    public bool? FailOnInvalidEntityStateTransition { get; set; }

    /// <summary>Told to entities that are to stop: at hand-off and when idle. The default is PoisonPill.</summary>
    public object? HandOffStopMessage { get; set; }

    /// <summary>In place of <see cref="JournalPluginId"/>.</summary>
    public JournalOptions? JournalOptions { get; set; }

    public string? JournalPluginId { get; set; }

    /// <summary>An entity without a message through sharding for this long is stopped; zero: never.</summary>
    public TimeSpan? PassivateIdleEntityAfter { get; set; }

    public bool? RememberEntities { get; set; }
    public RememberEntitiesStore? RememberEntitiesStore { get; set; }
    public string? Role { get; set; }
    public TimeSpan? ShardRegionQueryTimeout { get; set; }
    public bool? ShouldPassivateIdleEntities { get; set; }

    /// <summary>In place of <see cref="SnapshotPluginId"/>.</summary>
    public SnapshotOptions? SnapshotOptions { get; set; }

    public string? SnapshotPluginId { get; set; }
    public StateStoreMode? StateStoreMode { get; set; }

    internal ClusterShardingSettings Apply(ClusterShardingSettings settings)
    {
        if (Role is not null) settings = settings.WithRole(Role);
        if (RememberEntities is { } remember) settings = settings.WithRememberEntities(remember);
        if ((JournalOptions?.PluginId ?? JournalPluginId) is { } journal) settings = settings.WithJournalPluginId(journal);
        if ((SnapshotOptions?.PluginId ?? SnapshotPluginId) is { } snapshots) settings = settings.WithSnapshotPluginId(snapshots);
        if (StateStoreMode is { } mode) settings = settings.WithStateStoreMode(mode);
        if (PassivateIdleEntityAfter is { } idle) settings = settings.WithPassivateIdleAfter(idle);
        if (ShouldPassivateIdleEntities is false) settings = settings.WithPassivateIdleAfter(TimeSpan.Zero);
        if (ShardRegionQueryTimeout is { } query) settings = settings.WithShardRegionQueryTimeout(query);
        return settings;
    }
}
