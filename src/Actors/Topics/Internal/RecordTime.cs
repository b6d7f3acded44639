namespace Akka.Events.Topics.Internal;

/// <summary>Kafka's timestamps. A producer may write any 64-bit number; what lies beyond the year 9999 counts as its end.</summary>
internal static class RecordTime
{
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <param name="milliseconds">Unix time; below zero where the broker gave none.</param>
    public static DateTimeOffset? Of(long milliseconds) =>
        milliseconds < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, Latest));
}
