using Microsoft.Extensions.Logging;

namespace Akka.Events.Consuming.Internal;

/// <summary>
/// The log messages of this room, with the numbers under which they can be searched. What has been reported as a problem is said at Warning,
/// once, where it stops the whole member, and at Debug where it stops a partition: while it lasts, 7001 and 7002 say it.
/// </summary>
internal static partial class ConsumingLog
{
    [LoggerMessage(LogEvents.GroupJoining, LogLevel.Information, "Group {Group}: joining, over {Topics} with {Partitions} partitions")]
    public static partial void GroupJoining(ILogger log, string group, string topics, int partitions);

    [LoggerMessage(LogEvents.GroupJoined, LogLevel.Information, "Group {Group}: joined")]
    public static partial void GroupJoined(ILogger log, string group);

    [LoggerMessage(LogEvents.PartitionsAssigned, LogLevel.Information, "Group {Group}: assigned {Partitions}; {Count} in all")]
    public static partial void PartitionsAssigned(ILogger log, string group, string partitions, int count);

    [LoggerMessage(LogEvents.PartitionsGivenUp, LogLevel.Information, "Group {Group}: giving up {Partitions}; finishing what runs")]
    public static partial void PartitionsGivenUp(ILogger log, string group, string partitions);

    [LoggerMessage(LogEvents.PartitionsLost, LogLevel.Warning, "Group {Group}: lost {Partitions}; nothing of them is committed")]
    public static partial void PartitionsLost(ILogger log, string group, string partitions);

    [LoggerMessage(
        LogEvents.DrainTimedOut, LogLevel.Warning,
        "Group {Group}: {Partitions} still had events under way after {Limit}; the next owner handles them again")]
    public static partial void DrainTimedOut(ILogger log, string group, string partitions, string limit);

    [LoggerMessage(
        LogEvents.NotCommittedAtHandover, LogLevel.Warning,
        "Group {Group}: the offsets of {Partitions} could not be committed before handing over: {Reason}")]
    public static partial void NotCommittedAtHandover(ILogger log, Exception? failure, string group, string partitions, string reason);

    [LoggerMessage(
        EventId = LogEvents.OffsetsNotCommitted,
        Message = "Group {Group}: offsets could not be committed: {Reason}; again in {Wait}{Others}")]
    public static partial void OffsetsNotCommitted(ILogger log, LogLevel level, string group, string reason, string wait, string others);

    [LoggerMessage(
        LogEvents.JournalKnowsBetter, LogLevel.Information,
        "Group {Group}: {Topic} [{Partition}] is read from @{Offset}, as the journal says; Kafka has {Committed} committed")]
    public static partial void JournalKnowsBetter(ILogger log, string group, string topic, int partition, long offset, long committed);

    [LoggerMessage(LogEvents.KafkaReached, LogLevel.Information, "Group {Group}: Kafka is reached again")]
    public static partial void KafkaReached(ILogger log, string group);

    [LoggerMessage(LogEvents.MemberHindered, LogLevel.Warning, "Group {Group}: {Problem}; the client keeps trying")]
    public static partial void MemberHindered(ILogger log, string group, string problem);

    [LoggerMessage(LogEvents.ClientComplains, LogLevel.Warning, "Group {Group}: Kafka: {Code}: {Reason}; the client keeps trying{Others}")]
    public static partial void ClientComplains(ILogger log, string group, string code, string reason, string others);

    [LoggerMessage(EventId = LogEvents.GroupCannotStart, Message = "Group {Group} can't start: {Reason}. Trying again in {Wait}")]
    public static partial void GroupCannotStart(ILogger log, LogLevel level, Exception? failure, string group, string reason, string wait);

    [LoggerMessage(EventId = LogEvents.ReaderEnded, Message = "Group {Group}: {Problem}. Joining again in {Wait}")]
    public static partial void ReaderEnded(ILogger log, LogLevel level, string group, string problem, string wait);

    [LoggerMessage(LogEvents.TopicsLookedAtAnew, LogLevel.Warning, "Group {Group}: {What}; leaving the group to look at its topics anew")]
    public static partial void TopicsLookedAtAnew(ILogger log, string group, string what);

    [LoggerMessage(LogEvents.TopicResized, LogLevel.Information, "Group {Group}: {What}; its handlers go on with what there is")]
    public static partial void TopicResized(ILogger log, string group, string what);

    [LoggerMessage(LogEvents.TopicUnfit, LogLevel.Warning, "Group {Group}: {Problem}; reading goes on when that is mended")]
    public static partial void TopicUnfit(ILogger log, string group, string problem);

    [LoggerMessage(
        LogEvents.TopicReadFromBeginning, LogLevel.Warning,
        "Group {Group}: topic {Topic} has been deleted and made again; it is read from its beginning{State}")]
    public static partial void TopicReadFromBeginning(ILogger log, string group, string topic, string state);

    [LoggerMessage(
        LogEvents.TopicReadOn, LogLevel.Warning, "Group {Group}: topic {Topic} has been deleted and made again; it is read on at the same offsets")]
    public static partial void TopicReadOn(ILogger log, string group, string topic);

    [LoggerMessage(
        EventId = LogEvents.ConsumerFailed,
        Message = "Group {Group}: the consumer of {Topic} [{Partition}] has failed: {Reason}. It is read again from what was finished, in {Wait}")]
    public static partial void ConsumerFailed(
        ILogger log, LogLevel level, Exception? failure, string group, string topic, int partition, string reason, string wait);

    [LoggerMessage(LogEvents.PartHinderedNow, LogLevel.Debug, "Group {Group}: {Problem}")]
    public static partial void PartHinderedNow(ILogger log, string group, string problem);

    [LoggerMessage(LogEvents.RecordsGone, LogLevel.Error, "Group {Group}: {Topic} [{Partition}]: {Loss}")]
    public static partial void RecordsGone(ILogger log, string group, string topic, int partition, string loss);

    [LoggerMessage(
        EventId = LogEvents.LogNotLookedUp,
        Message = "Group {Group}: the log of {Topic} [{Partition}] could not be looked up: {Reason}; asking again{Others}")]
    public static partial void LogNotLookedUp(
        ILogger log, LogLevel level, string group, string topic, int partition, string reason, string others);

    [LoggerMessage(EventId = LogEvents.PartitionReopens, Message = "Group {Group}: {Topic} [{Partition}]: {Why}; opening it again in {Wait}")]
    public static partial void PartitionReopens(
        ILogger log, LogLevel level, string group, string topic, int partition, string why, string wait);

    [LoggerMessage(
        LogEvents.ShardLostRecords, LogLevel.Error,
        "Group {Group}: the shard of {Topic} [{Partition}] has lost the {Count} records that were under way in it; they are read again")]
    public static partial void ShardLostRecords(ILogger log, string group, string topic, int partition, long count);

    [LoggerMessage(LogEvents.ObserverFailed, LogLevel.Error, "Group {Group}: the observer {Observer} has failed; the group goes on")]
    public static partial void ObserverFailed(ILogger log, Exception failure, string group, string observer);

    [LoggerMessage(LogEvents.PartitionSought, LogLevel.Information, "Group {Group}: {Topic} [{Partition}] is read on at @{Offset}, as was asked for")]
    public static partial void PartitionSought(ILogger log, string group, string topic, int partition, long offset);
}
