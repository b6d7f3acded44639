using System.Buffers;

namespace Akka.Events.Topics.Internal;

/// <summary>A value type's codec, for events that may be null: tombstones.</summary>
internal sealed class NullableCodec<T>(ICodec<T> codec) : ICodec<T?>
    where T : struct
{
    public string ContentType => Codec.ContentType;

    public T? Decode(ReadOnlySpan<byte> bytes) => Codec.Decode(bytes);

    public void Encode(T? @event, IBufferWriter<byte> output) => Codec.Encode(@event!.Value, output);

    public override bool Equals(object? obj) => obj is NullableCodec<T> other && other.Codec.Equals(Codec);

    public override int GetHashCode() => Codec.GetHashCode();

    private ICodec<T> Codec { get; } = codec;
}
