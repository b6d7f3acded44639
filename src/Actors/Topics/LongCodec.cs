using System.Buffers;
using System.Buffers.Binary;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Topics;

/// <summary>A 64-bit number as eight bytes, the highest first: as Kafka's own LongSerializer writes it.</summary>
public sealed class LongCodec : ICodec<long>
{
    /// <inheritdoc />
    public string ContentType => "application/octet-stream";

    /// <inheritdoc />
    public long Decode(ReadOnlySpan<byte> bytes) =>
        bytes.Length == sizeof(long)
            ? BinaryPrimitives.ReadInt64BigEndian(bytes)
            : throw new EventDecodeException($"A number has 8 bytes; these are {bytes.Length}.{RegistryFraming.Hint(bytes)}");

    /// <inheritdoc />
    public void Encode(long @event, IBufferWriter<byte> output)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), @event);
        output.Advance(sizeof(long));
    }

    /// <summary>All are alike.</summary>
    public override bool Equals(object? obj) => obj is LongCodec;

    /// <inheritdoc />
    public override int GetHashCode() => typeof(LongCodec).GetHashCode();
}
