namespace Akka.Cluster.Sharding;

public enum RememberEntitiesStore
{
    DData,
    Eventsourced,
    Custom,
}
