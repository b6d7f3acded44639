namespace Akka.Events.Handling.Internal.Entities;

/// <summary>A query or an answer on its way: the name that both sides know its type by, and what its codec has made of it.</summary>
/// <param name="Type">The name; empty for null, which is an answer too.</param>
/// <param name="Payload">The encoded value.</param>
internal readonly record struct PackedValue(string Type, ReadOnlyMemory<byte> Payload)
{
    public static readonly PackedValue Null = new("", ReadOnlyMemory<byte>.Empty);

    public bool IsNull => Type.Length == 0;
}
