using System.Buffers;

namespace Akka.Events.Topics;

/// <summary>The bytes as they are.</summary>
public sealed class BytesCodec : ICodec<byte[]>
{
    /// <inheritdoc />
    public string ContentType => "application/octet-stream";

    /// <inheritdoc />
    public byte[] Decode(ReadOnlySpan<byte> bytes) => bytes.ToArray();

    /// <inheritdoc />
    public void Encode(byte[] @event, IBufferWriter<byte> output) => output.Write(@event);

    /// <summary>All are alike.</summary>
    public override bool Equals(object? obj) => obj is BytesCodec;

    /// <inheritdoc />
    public override int GetHashCode() => typeof(BytesCodec).GetHashCode();
}
