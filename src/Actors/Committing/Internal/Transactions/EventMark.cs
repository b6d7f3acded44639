using System.Security.Cryptography;
using System.Text;

namespace Akka.Events.Committing.Internal.Transactions;

/// <summary>Stands for an event that one handler is to handle once: of one size, however long the names are, and compared as bytes are.</summary>
internal static class EventMark
{
    /// <summary>Half of a SHA-256 over the four texts, each with its length.</summary>
    /// <param name="group">The handler's group.</param>
    /// <param name="handler">Its name.</param>
    /// <param name="source">The event's source; null counts as empty.</param>
    /// <param name="id">The event's id.</param>
    public static Guid Of(string group, string handler, string? source, string id)
    {
        var text = new StringBuilder();
        foreach (var part in new[] { group, handler, source ?? "", id }) text.Append(part.Length).Append(':').Append(part);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }
}
