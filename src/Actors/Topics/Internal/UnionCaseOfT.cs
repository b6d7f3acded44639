using System.Buffers;

namespace Akka.Events.Topics.Internal;

internal sealed class UnionCase<T, TEvent>(string type, ICodec<TEvent> codec) : UnionCase<T>(type) where T : class where TEvent : class, T
{
    public override Type EventType => typeof(TEvent);

    public override string ContentType => codec.ContentType;

    public override T Decode(ReadOnlySpan<byte> bytes) => codec.Decode(bytes);

    public override void Encode(T @event, IBufferWriter<byte> output) => codec.Encode((TEvent)@event, output);
}
