using System.Buffers;
using Akka.Events.Topics;

namespace Akka.Events.Committing.Internal.Journal;

internal sealed class StoredType<T> : StoredType
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public StoredType(string manifest, ICodec<T> codec) : base(manifest) => Codec = codec;

    public ICodec<T> Codec { get; }

    public override Type ClrType => typeof(T);

    public override object DecodeObject(ReadOnlySpan<byte> payload) => Codec.Decode(payload)!;

    public override void EncodeObject(object value, IBufferWriter<byte> output) => Codec.Encode((T)value, output);

    /// <summary>The encoded value, valid until the thread encodes the next one of the type.</summary>
    public ReadOnlySpan<byte> Encode(T value)
    {
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(256);
        buffer.ResetWrittenCount();
        Codec.Encode(value, buffer);
        return buffer.WrittenSpan;
    }
}
