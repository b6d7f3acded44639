using System.Buffers;

namespace Akka.Events.Topics;

/// <summary>How events of a topic become bytes and back. Used from many threads at once.</summary>
/// <typeparam name="T">The event.</typeparam>
public interface ICodec<T>
{
    /// <summary>The media type of what <see cref="Encode"/> writes, such as application/json.</summary>
    string ContentType { get; }

    /// <summary>Reads an event. The bytes are valid only during the call.</summary>
    /// <exception cref="EventDecodeException">The bytes are no such event.</exception>
    /// <exception cref="CodecNotReadyException">Whether they are can't be said yet. The call must not wait for it.</exception>
    T Decode(ReadOnlySpan<byte> bytes);

    /// <summary>Writes an event.</summary>
    /// <exception cref="CodecNotReadyException">It can't be written yet. The call must not wait for it.</exception>
    void Encode(T @event, IBufferWriter<byte> output);
}
