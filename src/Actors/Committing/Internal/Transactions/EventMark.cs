using System.Security.Cryptography;
using System.Text;

namespace Akka.Events.Committing.Internal.Transactions;

/// <summary>Stands for an event that one handler is to handle once: of one size, however long the names are, and compared as bytes are.</summary>
internal static class EventMark
{
    // So that a group's marks lie together, and can be removed when it begins anew.
    private const int GroupBytes = 4;

    private const int Size = 16;

    /// <summary>4 bytes of the group's SHA-256, then 12 of one over all four texts, each with its length.</summary>
    /// <param name="group">The handler's group.</param>
    /// <param name="handler">Its name.</param>
    /// <param name="source">The event's source; null counts as empty.</param>
    /// <param name="id">The event's id.</param>
    public static Guid Of(string group, string handler, string? source, string id)
    {
        var text = new StringBuilder();
        foreach (var part in new[] { group, handler, source ?? "", id }) text.Append(part.Length).Append(':').Append(part);
        return WithGroup(group, Hash(text.ToString()).AsSpan(0, Size - GroupBytes));
    }

    /// <summary>The first and the last mark that events of a group can have, as bytes are compared.</summary>
    public static (Guid First, Guid Last) Range(string group)
    {
        Span<byte> last = stackalloc byte[Size - GroupBytes];
        last.Fill(byte.MaxValue);
        return (WithGroup(group, new byte[Size - GroupBytes]), WithGroup(group, last));
    }

    private static Guid WithGroup(string group, ReadOnlySpan<byte> rest)
    {
        Span<byte> mark = stackalloc byte[Size];
        Hash(group).AsSpan(0, GroupBytes).CopyTo(mark);
        rest.CopyTo(mark[GroupBytes..]);
        return new Guid(mark, bigEndian: true);
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
