using Akka.Actor;
using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Committing.Internal.Snapshots;
using Akka.Serialization;

namespace Akka.Events.Committing.Internal;

/// <summary>Stores what shards persist, through Akka's serialization, so that any journal and snapshot plugin can hold it.</summary>
internal sealed class EventsSerializer : SerializerWithStringManifest
{
    /// <summary>The serializer's number in journal and snapshot rows.</summary>
    public const int SerializerId = 4101;

    /// <summary>Manifests of batches: those with nothing to be sent, and those with something, which an older version refuses.</summary>
    internal static readonly string[] Batches = ["B1", "B2"];

    /// <summary>Manifest of an owner's marker.</summary>
    internal const string Marker = "O1";

    private const string Batch = "B1";
    private const string OutgoingBatch = "B2";
    private const string Snapshot = "S1";
    private const string OutgoingSnapshot = "S2";

    /// <summary>Made by the actor system.</summary>
    public EventsSerializer(ExtendedActorSystem system) : base(system)
    {
    }

    /// <summary>The types it stores.</summary>
    public static IReadOnlyList<Type> Types { get; } = [typeof(JournalBatch), typeof(OwnerMarker), typeof(ShardSnapshot)];

    /// <inheritdoc />
    public override int Identifier => SerializerId;

    /// <inheritdoc />
    public override string Manifest(object o) => o switch
    {
        JournalBatch batch => batch.IsOutgoing ? OutgoingBatch : Batch,
        OwnerMarker => Marker,
        ShardSnapshot snapshot => snapshot.Unsent.Count > 0 ? OutgoingSnapshot : Snapshot,
        _ => throw new ArgumentException($"{nameof(EventsSerializer)} doesn't store {o.GetType()}"),
    };

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) => obj switch
    {
        JournalBatch batch => batch.Payload,
        OwnerMarker marker => ShardSnapshotCodec.Write(marker),
        ShardSnapshot snapshot => ShardSnapshotCodec.Write(snapshot),
        _ => throw new ArgumentException($"{nameof(EventsSerializer)} doesn't store {obj.GetType()}"),
    };

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, string manifest) => manifest switch
    {
        Batch => new JournalBatch(bytes),
        OutgoingBatch => new JournalBatch(bytes, isOutgoing: true),
        Marker => ShardSnapshotCodec.ReadMarker(bytes),
        Snapshot or OutgoingSnapshot => ShardSnapshotCodec.Read(bytes),
        _ => throw new ArgumentException(
            $"{nameof(EventsSerializer)} doesn't know the manifest '{manifest}': the journal was written by a newer version"),
    };
}
