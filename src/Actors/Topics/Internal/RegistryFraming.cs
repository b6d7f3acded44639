using System.Buffers.Binary;
using System.Globalization;

namespace Akka.Events.Topics.Internal;

/// <summary>
/// The five bytes that serializers of Confluent's schema registry put in front of a value: a zero and the schema's number. A codec that
/// knows of no registry says so where it meets them, instead of what its format makes of them.
/// </summary>
internal static class RegistryFraming
{
    private const int Length = 5;

    /// <summary>What to add to the reason why bytes can't be decoded; empty where they don't look framed.</summary>
    internal static string Hint(ReadOnlySpan<byte> bytes) =>
        LooksFramed(bytes)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $" It looks like Confluent schema registry framing (a zero byte and schema {SchemaOf(bytes)}): its producer uses a registry's serializer.")
            : "";

    /// <summary>A zero, a number that registries give (they count up from 1), and something behind it.</summary>
    internal static bool LooksFramed(ReadOnlySpan<byte> bytes) =>
        bytes.Length > Length && bytes[0] == 0 && bytes[1] == 0 && SchemaOf(bytes) > 0;

    private static int SchemaOf(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(bytes[1..]);
}
