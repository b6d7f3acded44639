namespace Akka.Events.Committing.Internal.Journal;

/// <summary>
/// The journal and the snapshot store of the shards: Akka.Persistence plugins of the event system's own, whatever keeps the rows. Never the
/// system's default ones, which belong to the user.
/// </summary>
internal static class JournalPlugin
{
    /// <summary>The plugins' name below <c>akka.persistence.journal</c> and <c>akka.persistence.snapshot-store</c>.</summary>
    public const string Name = "akka-events";

    /// <summary>Where the journal is configured.</summary>
    public const string JournalId = "akka.persistence.journal." + Name;

    /// <summary>Where the snapshot store is configured.</summary>
    public const string SnapshotId = "akka.persistence.snapshot-store." + Name;
}
