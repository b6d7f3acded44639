namespace Akka.Persistence.Hosting;

public enum PersistenceMode
{
    Both = 0,
    Journal = 1,
    SnapshotStore = 2,
}
