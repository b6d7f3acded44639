using System.Text;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Letters;

/// <summary>For whom a replayed event is.</summary>
internal static class ReplayTarget
{
    public static byte[] Of(string group, string handler) => Encoding.UTF8.GetBytes($"{group}/{handler}");

    /// <summary>It is replayed for another handler.</summary>
    public static bool IsAnother(EventDelivery delivery, string group)
    {
        // It stands behind all others, so that looking for it costs nothing.
        if (delivery.Headers is not { Count: > 0 } headers || headers[^1] is not { Key: DeadLetterHeaders.ReplayFor } target) return false;
        return target.GetValueBytes() is { } value && !value.AsSpan().SequenceEqual(Of(group, delivery.Handler.Name));
    }
}
