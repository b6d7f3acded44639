using Akka.Events.Handling.Internal.Deliveries;

namespace Akka.Events.Handling.Internal.Failures;

/// <summary>What is said of events that don't get on.</summary>
internal static class FailureText
{
    // Of reasons, which may be long.
    private const int MaxReason = 500;

    public static string Where(EventDelivery d) =>
        $"'{d.Handler.Name}' at {d.Topic} [{d.Partition}] @{d.Offset}, {Key(d)}";

    public static string Failing(EventDelivery d, Exception failure, TimeSpan elapsed) =>
        $"{Where(d)} keeps failing ({d.Attempt} attempts in {Durations.Text(elapsed)}): {Why(failure)}; it is tried again";

    public static string NotReady(EventDelivery d, Exception why, TimeSpan elapsed) =>
        $"{Where(d)} waits for its codec (for {Durations.Text(elapsed)}): {Shortened(Reason.Message(why))}; it is tried again";

    public static string Blocking(EventDelivery d, Exception reason) => $"{Where(d)} can't be handled, and its key waits: {Why(reason)}";

    public static string Key(EventDelivery d) => d.Key is { } key ? $"key '{key}'" : "no key";

    public static string Why(Exception failure) => Shortened(Reason.Of(failure));

    private static string Shortened(string reason) => reason.Length <= MaxReason ? reason : reason[..MaxReason] + "…";
}
