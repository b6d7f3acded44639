namespace Akka.Events;

/// <summary>
/// The numbers of the library's log messages: stable, unique, a thousand for each room. A number that isn't used any more isn't given
/// again.
/// </summary>
internal static class LogEvents
{
    // Handling: 5000.

    public const int AttemptFailed = 5001;

    public const int EventDiscarded = 5002;

    public const int RecordBlocks = 5003;

    public const int EventIgnored = 5004;

    public const int HandlerStuck = 5005;

    public const int HandlerNotStuck = 5006;
}
