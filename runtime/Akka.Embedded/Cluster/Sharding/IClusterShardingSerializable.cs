namespace Akka.Cluster.Sharding;

public interface IClusterShardingSerializable;
