namespace Akka.Events;

/// <summary>
/// The numbers of the library's log messages: stable, unique, a thousand for each room; docs/log-events.md lists them. One that isn't used any
/// more isn't given again.
/// </summary>
internal static class LogEvents
{
    // Kafka: 2000.

    public const int ClientLine = 2001;

    public const int ProducerBroken = 2002;

    public const int RecordsGivenUp = 2003;

    public const int TopicMade = 2004;

    public const int TopicMadeMeanwhile = 2005;

    public const int TopicPropertiesUnknown = 2006;

    public const int TopicDeleted = 2007;

    public const int TopicUnlike = 2008;

    public const int HandoverFailed = 2009;

    public const int ClientDoesNotClose = 2010;

    public const int ClientThreadFailed = 2011;

    public const int ReadsRecordByRecord = 2012;

    public const int QueueReaderFailed = 2013;

    public const int StrayRecord = 2014;

    public const int FetchWaitStays = 2015;

    public const int RecordsLeft = 2016;

    // Publishing: 3000.

    public const int EventsLost = 3001;

    public const int TopicLimitUnknown = 3002;

    public const int OutboxNotForwarded = 3003;

    public const int BrokenProducerNotClosed = 3004;

    public const int OutboxNotCleaned = 3005;

    // Subscribing: 10000.

    public const int TopicNotRead = 10001;

    public const int TopicIsReadAgain = 10002;

    public const int TopicReadAnew = 10003;

    public const int EventPassedOver = 10004;

    // Committing: 4000.

    public const int JournalRowsNotDeleted = 4001;

    public const int SnapshotsNotDeleted = 4002;

    public const int JournalNotWritten = 4003;

    public const int JournalRejects = 4004;

    public const int JournalNotRead = 4005;

    public const int JournalBeginsAnew = 4006;

    public const int OwnerLate = 4007;

    public const int HandledIdsKept = 4008;

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

    public const int HandlerFromBeginning = 5029;

    public const int VisitFailed = 5032;

    public const int VisitEnded = 5033;

    public const int VisitAborted = 5034;

    public const int EventSaved = 5020;

    public const int LettersWait = 5021;

    public const int LettersGoOn = 5022;

    public const int EventRetriedLater = 5024;

    public const int EventsWait = 5030;

    public const int EventsGoOn = 5031;

    public const int BatchFailed = 5023;

    public const int BreakerOpened = 5025;

    public const int BreakerStaysOpen = 5026;

    public const int BreakerClosed = 5027;

    public const int InterceptorFailed = 5028;

    // Consuming: 6000.

    public const int GroupJoining = 6001;

    public const int PartitionsAssigned = 6002;

    public const int PartitionsGivenUp = 6003;

    public const int PartitionsLost = 6004;

    public const int DrainTimedOut = 6005;

    public const int NotCommittedAtHandover = 6006;

    public const int OffsetsNotCommitted = 6007;

    public const int JournalKnowsBetter = 6008;

    public const int GroupJoined = 6009;

    public const int KafkaReached = 6010;

    public const int MemberHindered = 6011;

    public const int ClientComplains = 6012;

    public const int GroupCannotStart = 6013;

    public const int ReaderEnded = 6014;

    public const int TopicsLookedAtAnew = 6015;

    public const int TopicResized = 6016;

    public const int TopicUnfit = 6017;

    public const int TopicReadFromBeginning = 6018;

    public const int TopicReadOn = 6019;

    public const int ConsumerFailed = 6020;

    public const int PartHinderedNow = 6021;

    public const int RecordsGone = 6022;

    public const int LogNotLookedUp = 6023;

    public const int PartitionReopens = 6024;

    public const int ShardLostRecords = 6025;

    public const int ObserverFailed = 6026;

    public const int PartitionSought = 6030;

    // Operating: 7000.

    public const int GroupHindered = 7001;

    public const int PartHindered = 7002;

    public const int ProblemGone = 7003;

    public const int QueryRoutingFailed = 7004;

    public const int OutboxHindered = 7005;

    public const int OutboxGoesOn = 7006;

    public const int PublishingHindered = 7007;

    public const int PublishingGoesOn = 7008;

    // Persistence: 8000.

    public const int BlockersEnded = 8001;

    public const int BlockersNotEnded = 8002;

    public const int EndedNotPurged = 8003;

    // Hosting: 9000.

    public const int ConfigurationWarning = 9001;

    public const int ShutdownPhaseShort = 9002;
}
