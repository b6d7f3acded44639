using System.Text;
using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Letters;

/// <summary>For whom a replayed event is.</summary>
internal static class ReplayTarget
{
    public static byte[] Of(string group, string handler) => Encoding.UTF8.GetBytes($"{group}/{handler}");

    /// <summary>It is replayed, or comes out of a retry topic, for another handler.</summary>
    public static bool IsAnother(EventDelivery delivery, string group) =>
        Of(delivery) is { } target && !target.AsSpan().SequenceEqual(Of(group, delivery.Handler.Name));

    /// <summary>The group's handler that it is for, where the group has none of this name for the topic; null for any other.</summary>
    public static string? Gone(EventDelivery delivery, string group, HandlerDefinition[] handlers)
    {
        if (Of(delivery) is not { } target || !target.AsSpan().StartsWith(Of(group, ""))) return null;
        var name = Encoding.UTF8.GetString(target)[(group.Length + 1)..];
        return handlers.Any(handler => handler.Name == name) ? null : name;
    }

    // It stands behind all others, so that looking for it costs nothing.
    private static byte[]? Of(EventDelivery delivery) =>
        delivery.Headers is { Count: > 0 } headers && headers[^1] is { Key: DeadLetterHeaders.ReplayFor } target ? target.GetValueBytes() : null;
}
