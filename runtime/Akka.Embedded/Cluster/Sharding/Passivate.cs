namespace Akka.Cluster.Sharding;

/// <summary>
/// Sent by an entity to its parent when it may rest: the stop message comes back to it, and what arrives for it until it has stopped goes
/// to its next incarnation.
/// </summary>
public sealed record Passivate(object StopMessage) : IShardRegionCommand;
