using Akka.Actor;
using Akka.Configuration;

namespace Akka.Persistence;

public class Persistence : ExtensionIdProvider<PersistenceExtension>
{
    public static Persistence Instance { get; } = new();

    public override PersistenceExtension CreateExtension(ExtendedActorSystem system) => new(system);

    public static Config DefaultConfig() => ConfigurationFactory.ParseString(
        """
        akka.persistence {
          # How many actors recover at once; the others wait.
          max-concurrent-recoveries = 50
          # When the internal stash is full: fail the actor, or send the command to dead letters (Akka.Persistence.DiscardConfigurator).
          internal-stash-overflow-strategy = "Akka.Persistence.ThrowExceptionConfigurator, Akka.Persistence"
          journal {
            plugin = "akka.persistence.journal.inmem"
            inmem.class = "Akka.Persistence.Journal.MemoryJournal, Akka.Persistence"
          }
          snapshot-store {
            plugin = "akka.persistence.snapshot-store.inmem"
            inmem.class = "Akka.Persistence.Snapshot.MemorySnapshotStore, Akka.Persistence"
            no-snapshot-store.class = "Akka.Persistence.Snapshot.NoSnapshotStore, Akka.Persistence"
          }
          journal-plugin-fallback {
            # Events in one write of one actor, at most; a single PersistAll may be larger.
            max-message-batch-size = 200
            # How long a recovering actor waits for the next events, or for its snapshot.
            recovery-event-timeout = 30s
            # How long a call to the database may take.
            circuit-breaker.call-timeout = 10s
          }
          snapshot-store-plugin-fallback.circuit-breaker.call-timeout = 20s
        }
        """);
}
