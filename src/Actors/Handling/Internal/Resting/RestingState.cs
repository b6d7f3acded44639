namespace Akka.Events.Handling.Internal.Resting;

/// <summary>An entity out of <see cref="RestingStates"/>.</summary>
/// <param name="Bytes">The key, and behind it the encoded state.</param>
/// <param name="KeyLength">Bytes of the key.</param>
/// <param name="SequenceNr">Journal sequence number of the last batch that changed it.</param>
/// <param name="ChangedAt">Number of the checkpoint that has to store it, or has stored it.</param>
/// <param name="Deleted">There is no state: the store's is to be deleted.</param>
internal readonly record struct RestingState(ReadOnlyMemory<byte> Bytes, int KeyLength, long SequenceNr, int ChangedAt, bool Deleted)
{
    public ReadOnlyMemory<byte> Key => Bytes[..KeyLength];

    public ReadOnlyMemory<byte> State => Bytes[KeyLength..];
}
