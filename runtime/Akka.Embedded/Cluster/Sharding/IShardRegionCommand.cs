namespace Akka.Cluster.Sharding;

public interface IShardRegionCommand;
