using Akka.Persistence;

namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>Which snapshots of a shard are meant. All bounds are included.</summary>
internal readonly record struct SnapshotRange(long From, long To, DateTime Earliest, DateTime Latest)
{
    public static SnapshotRange Of(SnapshotSelectionCriteria criteria) =>
        new(criteria.MinSequenceNr, criteria.MaxSequenceNr, criteria.MinTimestamp ?? DateTime.MinValue, criteria.MaxTimeStamp);

    /// <summary>One, whatever its time where that isn't said.</summary>
    public static SnapshotRange Of(SnapshotMetadata metadata)
    {
        var any = metadata.Timestamp == DateTime.MinValue;
        return new(
            metadata.SequenceNr, metadata.SequenceNr, any ? DateTime.MinValue : metadata.Timestamp, any ? DateTime.MaxValue : metadata.Timestamp);
    }
}
