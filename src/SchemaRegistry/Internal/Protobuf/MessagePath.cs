using Akka.Events.Topics;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Akka.Events.SchemaRegistry.Internal.Protobuf;

/// <summary>
/// Which of a file's messages a value is: its place, and within it that of the nested one, and so on. In front of the value stand their number and
/// each of them, as zigzag varints; the first message of a file, which most are, is a lone zero.
/// </summary>
internal static class MessagePath
{
    // No file nests deeper.
    private const int Longest = 64;

    public static int[] Of(MessageDescriptor message) =>
        message.ContainingType is { } outer ? [.. Of(outer), message.Index] : [message.Index];

    public static byte[] Bytes(int[] path)
    {
        if (path is [0]) return [0];
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteSInt32(path.Length);
            foreach (var index in path) output.WriteSInt32(index);
        }
        return bytes.ToArray();
    }

    /// <summary>Reads the path in front of a value, and leaves the value.</summary>
    /// <exception cref="EventDecodeException">There is none.</exception>
    public static int[] Read(ref ReadOnlySpan<byte> bytes)
    {
        var count = ReadSInt32(ref bytes);
        if (count == 0) return [0];
        if (count is < 0 or > Longest) throw Wrong();
        var path = new int[count];
        for (var i = 0; i < count; i++) path[i] = ReadSInt32(ref bytes);
        return path;
    }

    private static int ReadSInt32(ref ReadOnlySpan<byte> bytes)
    {
        var bits = 0U;
        for (var i = 0; i < 5 && i < bytes.Length; i++)
        {
            bits |= (bytes[i] & 0x7FU) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return (int)(bits >> 1) ^ -(int)(bits & 1);
        }
        throw Wrong();
    }

    private static EventDecodeException Wrong() =>
        new("It doesn't say which message of its schema it is, as the registry's serializers for Protocol Buffers do.");
}
