namespace Akka.Events.Committing.Internal.States;

/// <summary>An entity's state as a checkpoint stores it.</summary>
/// <param name="Entity">The entity handler's name in its group.</param>
/// <param name="Key">The message key.</param>
/// <param name="SequenceNr">Journal sequence number of the last batch that the state includes: replay applies only later ones.</param>
/// <param name="Manifest">Stable name and version of the state's type.</param>
/// <param name="Payload">The encoded state; empty when <paramref name="Deleted"/>.</param>
/// <param name="Deleted">The entity has ended: its row is to be removed.</param>
internal readonly record struct StoredState(
    string Entity, byte[] Key, long SequenceNr, string Manifest, ReadOnlyMemory<byte> Payload, bool Deleted = false);
