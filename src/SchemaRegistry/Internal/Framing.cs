using System.Buffers;
using System.Buffers.Binary;
using Akka.Events.Topics;

namespace Akka.Events.SchemaRegistry.Internal;

/// <summary>What stands in front of a value that is written with a registry: a zero, and its schema's number.</summary>
internal static class Framing
{
    public const int Length = 5;

    public static int Read(ReadOnlySpan<byte> bytes, string of)
    {
        if (bytes.Length < Length || bytes[0] != 0)
            throw new EventDecodeException(
                $"It isn't framed by a schema registry's serializer (a zero byte and the schema's number), as a {of} is here: it begins with {Beginning(bytes)}.");
        return BinaryPrimitives.ReadInt32BigEndian(bytes[1..]);
    }

    public static void Write(IBufferWriter<byte> output, int schema)
    {
        var span = output.GetSpan(Length);
        span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], schema);
        output.Advance(Length);
    }

    private static string Beginning(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "nothing" : Convert.ToHexString(bytes[..Math.Min(bytes.Length, Length)]);
}
