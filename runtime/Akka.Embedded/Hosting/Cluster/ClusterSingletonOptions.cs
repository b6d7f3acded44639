#nullable enable
using Akka.Cluster.Tools.Singleton;

namespace Akka.Cluster.Hosting;

/// <summary>
/// A singleton and its proxy. Null: as configured in <c>akka.cluster.singleton</c> and <c>akka.cluster.singleton-proxy</c>.
/// </summary>
public sealed class ClusterSingletonOptions
{
    /// <summary>How many messages the proxy keeps while the singleton is not to be found; 0: none.</summary>
    public int? BufferSize { get; set; }

    public string? Role { get; set; }

    /// <summary>Told to the singleton when its member leaves; the default is PoisonPill.</summary>
    public object? TerminationMessage { get; set; }

    public TimeSpan? SingletonIdentificationInterval { get; set; }
    public bool? LogSingletonIdentificationFailure { get; set; }
    public TimeSpan? SingletonIdentificationFailurePeriod { get; set; }

    internal ClusterSingletonManagerSettings Apply(ClusterSingletonManagerSettings settings) =>
        Role is null ? settings : settings.WithRole(Role);

    internal ClusterSingletonProxySettings Apply(ClusterSingletonProxySettings settings)
    {
        if (BufferSize is { } size) settings = settings.WithBufferSize(size);
        if (Role is not null) settings = settings.WithRole(Role);
        if (SingletonIdentificationInterval is { } interval) settings = settings.WithSingletonIdentificationInterval(interval);
        if (LogSingletonIdentificationFailure is { } log) settings = settings.WithLogSingletonIdentificationFailure(log);
        if (SingletonIdentificationFailurePeriod is { } period) settings = settings.WithSingletonIdentificationFailurePeriod(period);
        return settings;
    }
}
