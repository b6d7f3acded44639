using Akka.Events.Cli.Connecting;
using Akka.Events.Committing.Internal;
using Akka.Events.Committing.Internal.Snapshots;

namespace Akka.Events.Cli.Database;

/// <summary>Rows of shards' journals.</summary>
internal static class Journals
{
    /// <summary>The markers of a shard's owners, oldest first.</summary>
    public static Task<List<(long SequenceNr, OwnerMarker Marker)>> Markers(Session session, string persistenceId, CancellationToken ct) => session.Query(
        $"""
        select sequence_number, message from {session.Sql.JournalTable("journal")}
        where persistence_id = $1 and identifier = $2 and manifest = $3 order by sequence_number
        """,
        row => (row.GetInt64(0), ShardSnapshotCodec.ReadMarker(row.GetFieldValue<byte[]>(1))), ct, persistenceId, EventsSerializer.SerializerId, EventsSerializer.Marker);
}
