namespace Akka.Events.Handling.Internal;

/// <summary>An event that an entity has persisted, encoded; on its way to the journal.</summary>
internal sealed class StateEvent
{
    public StateEvent(StoredType type, byte[] payload)
    {
        Type = type;
        Payload = payload;
    }

    public StoredType Type { get; }

    public byte[] Payload { get; }

    public StateEvent? Next;
}
