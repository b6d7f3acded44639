namespace Akka.Cluster.Sharding;

public interface IShardRegionQuery;
