namespace Akka.Events.Handling.Internal;

/// <summary>An entity that nobody has asked for can't be read back for a checkpoint.</summary>
internal sealed class UnreadableTailException(EntityType type, byte[] key, UnreadableStateException cause) : Exception(cause.Message, cause)
{
    public EntityType Type { get; } = type;

    public byte[] Key { get; } = key;
}
