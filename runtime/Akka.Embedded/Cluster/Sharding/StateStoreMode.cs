namespace Akka.Cluster.Sharding;

public enum StateStoreMode
{
    Persistence,
    DData,
    Custom,
}
