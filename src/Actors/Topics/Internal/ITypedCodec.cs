namespace Akka.Events.Topics.Internal;

/// <summary>A codec that tells events' types apart by their ce_type.</summary>
internal interface ITypedCodec<T>
{
    /// <summary>Reads an event of a type.</summary>
    /// <param name="bytes">Its data.</param>
    /// <param name="type">Its ce_type; null where the record has none.</param>
    /// <exception cref="EventDecodeException">There is no such type, or the bytes are none of it.</exception>
    /// <exception cref="SkippedEventException">There is no such type, and others are passed over.</exception>
    T Decode(ReadOnlySpan<byte> bytes, string? type);

    /// <summary>What an event is written as: its ce_type and its media type.</summary>
    (string Type, string ContentType) Of(T @event);
}
