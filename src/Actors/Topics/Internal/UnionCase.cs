using System.Buffers;

namespace Akka.Events.Topics.Internal;

/// <summary>One of the types of events on a topic that has several.</summary>
internal abstract class UnionCase<T>(string type) where T : class
{
    /// <summary>Its name in ce_type.</summary>
    public string Type { get; } = type;

    public abstract Type EventType { get; }

    public abstract string ContentType { get; }

    public abstract T Decode(ReadOnlySpan<byte> bytes);

    public abstract void Encode(T @event, IBufferWriter<byte> output);
}
