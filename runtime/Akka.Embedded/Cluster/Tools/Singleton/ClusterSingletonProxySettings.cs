using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>A singleton's proxy: <c>akka.cluster.singleton-proxy</c>, changed by the <c>With…</c> methods.</summary>
public sealed record ClusterSingletonProxySettings : INoSerializationVerificationNeeded
{
    public ClusterSingletonProxySettings(
        string singletonName, string role, TimeSpan singletonIdentificationInterval, int bufferSize, bool considerAppVersion)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(singletonName);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(singletonIdentificationInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(bufferSize);
        SingletonName = singletonName;
        Role = string.IsNullOrEmpty(role) ? null : role;
        SingletonIdentificationInterval = singletonIdentificationInterval;
        BufferSize = bufferSize;
        ConsiderAppVersion = considerAppVersion;
    }

    public string SingletonName { get; private init; }
    public string Role { get; private init; }

    /// <summary>How often a singleton that isn't known is looked for.</summary>
    public TimeSpan SingletonIdentificationInterval { get; private init; }

    /// <summary>How many messages are kept meanwhile; when full, the oldest goes.</summary>
    public int BufferSize { get; private init; }

    public bool ConsiderAppVersion { get; }
    public bool LogSingletonIdentificationFailure { get; private init; } = true;

    /// <summary>A singleton that isn't found for so long is warned about.</summary>
    public TimeSpan SingletonIdentificationFailurePeriod { get; private init; } = TimeSpan.FromMinutes(1);

    public static ClusterSingletonProxySettings Create(ActorSystem system)
    {
        var config = system.Settings.Config.GetConfig("akka.cluster.singleton-proxy") ?? Config.Empty;
        return Create(config, system.Settings.Config.GetBoolean("akka.cluster.singleton.consider-app-version"));
    }

    public static ClusterSingletonProxySettings Create(Config config, bool considerAppVersion) => new(
        config.GetString("singleton-name", "singleton"),
        config.GetString("role"),
        config.GetTimeSpan("singleton-identification-interval", TimeSpan.FromSeconds(1)),
        config.GetInt("buffer-size", 1000),
        considerAppVersion)
    {
        LogSingletonIdentificationFailure = config.GetBoolean("log-singleton-identification-failure", true),
        SingletonIdentificationFailurePeriod = config.GetTimeSpan("singleton-identification-failure-period", TimeSpan.FromMinutes(1)),
    };

    public ClusterSingletonProxySettings WithSingletonName(string singletonName) => this with { SingletonName = singletonName };
    public ClusterSingletonProxySettings WithRole(string role) => this with { Role = role };

    public ClusterSingletonProxySettings WithSingletonIdentificationInterval(TimeSpan singletonIdentificationInterval) =>
        this with { SingletonIdentificationInterval = singletonIdentificationInterval };

    public ClusterSingletonProxySettings WithBufferSize(int bufferSize) => this with { BufferSize = bufferSize };

    public ClusterSingletonProxySettings WithLogSingletonIdentificationFailure(bool logSingletonIdentificationFailure) =>
        this with { LogSingletonIdentificationFailure = logSingletonIdentificationFailure };

    public ClusterSingletonProxySettings WithSingletonIdentificationFailurePeriod(TimeSpan singletonIdentificationFailurePeriod) =>
        this with { SingletonIdentificationFailurePeriod = singletonIdentificationFailurePeriod };
}
