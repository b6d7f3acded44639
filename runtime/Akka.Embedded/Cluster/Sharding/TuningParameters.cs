using Akka.Configuration;

namespace Akka.Cluster.Sharding;

/// <summary>The bounds and waits of <c>akka.cluster.sharding</c>.</summary>
public sealed class TuningParameters
{
    public readonly int BufferSize;
    public readonly TimeSpan HandOffTimeout;
    public readonly TimeSpan ShardStartTimeout;
    public readonly TimeSpan ShardFailureBackoff;
    public readonly TimeSpan EntityRestartBackoff;
    public readonly TimeSpan RebalanceInterval;
    internal readonly TimeSpan RetryInterval;
    internal readonly int LeastShardAllocationAbsoluteLimit;
    internal readonly double LeastShardAllocationRelativeLimit;

    internal TuningParameters(Config config)
    {
        BufferSize = config.GetInt("buffer-size", 100_000);
        HandOffTimeout = config.GetTimeSpan("handoff-timeout", TimeSpan.FromSeconds(60));
        ShardStartTimeout = config.GetTimeSpan("shard-start-timeout", TimeSpan.FromSeconds(10));
        ShardFailureBackoff = config.GetTimeSpan("shard-failure-backoff", TimeSpan.FromSeconds(10));
        EntityRestartBackoff = config.GetTimeSpan("entity-restart-backoff", TimeSpan.FromSeconds(10));
        RebalanceInterval = config.GetTimeSpan("rebalance-interval", TimeSpan.FromSeconds(10));
        RetryInterval = config.GetTimeSpan("retry-interval", TimeSpan.FromSeconds(2));
        LeastShardAllocationAbsoluteLimit = config.GetInt("least-shard-allocation-strategy.rebalance-absolute-limit");
        LeastShardAllocationRelativeLimit = config.GetDouble("least-shard-allocation-strategy.rebalance-relative-limit", 0.1);
    }
}
