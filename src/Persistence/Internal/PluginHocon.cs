using System.Globalization;
using Akka.Configuration;
using Akka.Events.Committing.Internal.Journal;

namespace Akka.Events.Persistence.Internal;

/// <summary>The configuration of the journal and the snapshot store of the shards.</summary>
internal static class PluginHocon
{
    // A statement that takes as long as it may comes first, with an error that says more.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    public static Config InMemory { get; } = ConfigurationFactory.ParseString(
        $$"""
        {{JournalPlugin.JournalId}} {
          class = "{{Name(typeof(InMemoryJournal))}}"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          replay-filter.mode = off
        }
        {{JournalPlugin.SnapshotId}} {
          class = "Akka.Persistence.Snapshot.MemorySnapshotStore, Akka.Persistence"
          plugin-dispatcher = "akka.actor.default-dispatcher"
        }
        """);

    /// <summary>Both by plugins of our own, which wait for nothing on the threads of handlers. They connect by a setup.</summary>
    /// <param name="journal">The journal's class.</param>
    /// <param name="snapshots">The snapshot store's class.</param>
    /// <param name="limit">The longest that one statement may take.</param>
    public static Config Own(Type journal, Type snapshots, TimeSpan limit) => ConfigurationFactory.ParseString(
        $$"""
        {{JournalPlugin.JournalId}} {
          class = "{{Name(journal)}}"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          {{Breaker(limit)}}
          {{Journal(limit)}}
        }
        {{JournalPlugin.SnapshotId}} {
          class = "{{Name(snapshots)}}"
          plugin-dispatcher = "akka.actor.default-dispatcher"
          {{Breaker(limit)}}
        }
        """);

    /// <summary>Both by Akka.Persistence.Sql. Its connections come from <see cref="EventStore.Connect"/>.</summary>
    /// <param name="provider">linq2db's name of the database.</param>
    /// <param name="limit">The longest that one statement may take.</param>
    /// <param name="both">Further settings of both.</param>
    /// <param name="journal">Further settings of the journal.</param>
    public static Config Sql(string provider, TimeSpan limit, string both, string journal) => ConfigurationFactory.ParseString(
        $$"""
        {{JournalPlugin.JournalId}} {
          class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
          plugin-id = "{{JournalPlugin.JournalId}}"
          {{Sql(provider)}}
          {{Breaker(limit)}}
          {{both}}
          {{Journal(limit)}}
          {{journal}}
          # Nobody reads it, with the filter off: 32 bytes a row.
          default.journal.use-writer-uuid-column = off
          # Rows are few and large, up to a MiB and more: what a recovery holds at once.
          replay-batch-size = 100
        }
        {{JournalPlugin.SnapshotId}} {
          class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
          plugin-id = "{{JournalPlugin.SnapshotId}}"
          {{Sql(provider)}}
          {{Breaker(limit)}}
          {{both}}
        }
        """);

    private static string Sql(string provider) =>
        $"""
        provider-name = "{provider}"
        # The store makes its tables itself, with their constraints.
        auto-initialize = off
        """;

    private static string Journal(TimeSpan limit) =>
        $"""
        # A row's sequence number is unique, and that alone tells owners apart. The filter would take rows for a former owner's, and drop
        # them, that a process has written after the shard came back to it.
        replay-filter.mode = off
        # Also for what a snapshot may take.
        recovery-event-timeout = {Milliseconds(limit + Margin)}
        # Groups bound their recoveries themselves, sooner.
        max-concurrent-recoveries = 64
        """;

    private static string Breaker(TimeSpan limit) =>
        $$"""
        # Shards that fail come back by themselves, one by one and with growing waits. A breaker would stop all of a process for what one
        # of them met, and open when an owner is told of its successor by a write that fails.
        circuit-breaker {
          max-failures = 2147483647
          call-timeout = {{Milliseconds(limit + Margin)}}
          reset-timeout = 1s
        }
        """;

    private static string Name(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";

    private static string Milliseconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalMilliseconds}ms");
}
