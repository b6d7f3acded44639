using Akka.Events.Committing.Internal.Journal;

namespace Akka.Events.Handling.Internal.Entities;

/// <summary>
/// An event type as an entity finds it in the journal: how it is read, and how it changes the state (through the registered upcast, for old
/// ones).
/// </summary>
internal sealed class StoredEvent(StoredType type, EventFold fold, Func<object, object>? upcast = null)
{
    public StoredType Type { get; } = type;

    public EventFold Fold { get; } = fold;

    /// <summary>The event as it would be today.</summary>
    public object Read(ReadOnlySpan<byte> payload)
    {
        var e = Type.DecodeObject(payload);
        return upcast is null ? e : upcast(e);
    }

    public object? Apply(object? state, ReadOnlySpan<byte> payload) => Fold.Apply(state, Read(payload));
}
