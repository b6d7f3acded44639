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

    public const int KeyMisplaced = 5007;

    public const int InstanceAKey = 5008;

    public const int ShardFailed = 5010;

    public const int ActorFailed = 5011;

    public const int StateUnreadable = 5012;

    public const int StatesNotRead = 5013;

    public const int EventsUnclaimed = 5014;

    public const int SweepFailed = 5015;

    public const int CheckpointNotWritten = 5016;

    public const int StateNotEncodable = 5017;

    public const int SnapshotNotSaved = 5018;

    public const int HandlerNew = 5019;

    // Operating: 7000.

    public const int GroupHindered = 7001;

    public const int PartHindered = 7002;

    public const int ProblemGone = 7003;

    public const int QueryRoutingFailed = 7004;

    public const int OutboxHindered = 7005;

    public const int OutboxGoesOn = 7006;

    // Persistence: 8000.

    public const int BlockersEnded = 8001;

    public const int BlockersNotEnded = 8002;
}
