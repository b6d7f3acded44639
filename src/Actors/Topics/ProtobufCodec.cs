using System.Buffers;
using Akka.Events.Topics.Internal;
using Google.Protobuf;

namespace Akka.Events.Topics;

/// <summary>Protocol Buffers, without any registry's framing.</summary>
/// <typeparam name="T">The generated message.</typeparam>
public sealed class ProtobufCodec<T> : ICodec<T>
    where T : IMessage<T>, new()
{
    private readonly MessageParser<T> _parser = new(() => new T());

    /// <inheritdoc />
    public string ContentType => "application/protobuf";

    /// <inheritdoc />
    public T Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new EventDecodeException($"It is no {typeof(T).Name} in Protocol Buffers: {e.Message}{RegistryFraming.Hint(bytes)}", e);
        }
    }

    /// <inheritdoc />
    public void Encode(T @event, IBufferWriter<byte> output) => @event.WriteTo(output);

    /// <summary>All are alike.</summary>
    public override bool Equals(object? obj) => obj is ProtobufCodec<T>;

    /// <inheritdoc />
    public override int GetHashCode() => typeof(ProtobufCodec<T>).GetHashCode();
}
