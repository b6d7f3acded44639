using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Akka.Events.Topics.Internal;

/// <summary>An identity for events that bring none: the same for equal topic, key and value, so that repeats are known as such.</summary>
internal static class EventIdentity
{
    /// <summary>32 hexadecimal digits: half of a SHA-256 over topic, key and value, each with its length.</summary>
    internal static string Of(string topic, bool hasKey, ReadOnlySpan<byte> key, bool hasValue, ReadOnlySpan<byte> value)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, true, Encoding.UTF8.GetBytes(topic));
        Append(hash, hasKey, key);
        Append(hash, hasValue, value);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest[..16]);
    }

    /// <summary>The length in front keeps neighbours apart; -1 tells null from empty.</summary>
    private static void Append(IncrementalHash hash, bool present, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, present ? bytes.Length : -1);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
