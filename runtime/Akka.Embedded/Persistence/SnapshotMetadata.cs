namespace Akka.Persistence;

public sealed class SnapshotMetadata(string persistenceId, long sequenceNr, DateTime timestamp) : IEquatable<SnapshotMetadata>
{
    public static IComparer<SnapshotMetadata> Comparer { get; } = Comparer<SnapshotMetadata>.Create(Compare);
    public string PersistenceId { get; } = persistenceId;
    public long SequenceNr { get; } = sequenceNr;
    public DateTime Timestamp { get; } = timestamp;

    public bool Equals(SnapshotMetadata other) =>
        other is not null && PersistenceId == other.PersistenceId && SequenceNr == other.SequenceNr && Timestamp == other.Timestamp;

    public override bool Equals(object obj) => Equals(obj as SnapshotMetadata);
    public override int GetHashCode() => HashCode.Combine(PersistenceId, SequenceNr, Timestamp);
    public override string ToString() => $"SnapshotMetadata<pid: {PersistenceId}, seqNr: {SequenceNr}, timestamp: {Timestamp:yyyy/MM/dd}>";

    private static int Compare(SnapshotMetadata left, SnapshotMetadata right)
    {
        var order = string.CompareOrdinal(left.PersistenceId, right.PersistenceId);
        if (order == 0) order = left.SequenceNr.CompareTo(right.SequenceNr);
        return order != 0 ? order : left.Timestamp.CompareTo(right.Timestamp);
    }
}
