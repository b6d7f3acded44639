using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>A singleton's manager: <c>akka.cluster.singleton</c>, changed by the <c>With…</c> methods.</summary>
public sealed record ClusterSingletonManagerSettings : INoSerializationVerificationNeeded
{
    public ClusterSingletonManagerSettings(
        string singletonName, string role, TimeSpan removalMargin, TimeSpan handOverRetryInterval, bool considerAppVersion)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(singletonName);
        SingletonName = singletonName;
        Role = string.IsNullOrEmpty(role) ? null : role;
        RemovalMargin = removalMargin;
        HandOverRetryInterval = handOverRetryInterval;
    }

    public string SingletonName { get; private init; }

    /// <summary>The members that may run the singleton; null: all.</summary>
    public string Role { get; private init; }

    public TimeSpan RemovalMargin { get; private init; }
    public TimeSpan HandOverRetryInterval { get; private init; }

    public static ClusterSingletonManagerSettings Create(ActorSystem system) =>
        Create(system.Settings.Config.GetConfig("akka.cluster.singleton") ?? Config.Empty);

    public static ClusterSingletonManagerSettings Create(Config config) => new(
        config.GetString("singleton-name", "singleton"),
        config.GetString("role"),
        TimeSpan.Zero,
        config.GetTimeSpan("hand-over-retry-interval", TimeSpan.FromSeconds(1)),
        config.GetBoolean("consider-app-version"));

    public ClusterSingletonManagerSettings WithSingletonName(string singletonName) => this with { SingletonName = singletonName };
    public ClusterSingletonManagerSettings WithRole(string role) => this with { Role = role };
    public ClusterSingletonManagerSettings WithRemovalMargin(TimeSpan removalMargin) => this with { RemovalMargin = removalMargin };

    public ClusterSingletonManagerSettings WithHandOverRetryInterval(TimeSpan handOverRetryInterval) =>
        this with { HandOverRetryInterval = handOverRetryInterval };
}
