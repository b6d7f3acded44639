using System.Security.Cryptography;

namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>
/// What stands for a message key in the primary key. A B-tree entry holds at most some 2,700 bytes, a message key may have 100 KB: a key of
/// up to
/// <see cref="LongestShort"/> bytes is its own id; a longer one has an id one byte longer than any short key, so that the two can't be
/// confused.
/// </summary>
internal static class RowKey
{
    public const int LongestShort = 255;
    private const int IdLength = LongestShort + 1;

    public static byte[] Id(byte[] key)
    {
        if (key.Length <= LongestShort) return key;
        var id = new byte[IdLength];
        var prefix = IdLength - SHA256.HashSizeInBytes;
        key.AsSpan(0, prefix).CopyTo(id);
        SHA256.HashData(key, id.AsSpan(prefix));
        return id;
    }
}
