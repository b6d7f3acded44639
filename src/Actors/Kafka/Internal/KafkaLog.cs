using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal;

/// <summary>The log messages of this room, with the numbers under which they can be searched.</summary>
internal static partial class KafkaLog
{
    [LoggerMessage(EventId = LogEvents.ClientLine, Message = "{Client} {Facility}: {Line}{Others}")]
    public static partial void ClientLine(ILogger log, LogLevel level, string client, string facility, string line, string others);

    [LoggerMessage(LogEvents.ProducerBroken, LogLevel.Error, "The producer can't go on: {Reason} ({Code}); another takes its place")]
    public static partial void ProducerBroken(ILogger log, string reason, string code);

    [LoggerMessage(LogEvents.RecordsGivenUp, LogLevel.Warning, "{Count} records weren't acknowledged within {Timeout} and are given up")]
    public static partial void RecordsGivenUp(ILogger log, int count, string timeout);

    [LoggerMessage(
        LogEvents.TopicMade, LogLevel.Information, "Made topic {Topic}: {Partitions} partitions, {Replicas} replicas {Properties}")]
    public static partial void TopicMade(ILogger log, string topic, int partitions, int replicas, string properties);

    [LoggerMessage(LogEvents.TopicMadeMeanwhile, LogLevel.Debug, "Topic {Topic} has been made by somebody else meanwhile")]
    public static partial void TopicMadeMeanwhile(ILogger log, string topic);

    [LoggerMessage(LogEvents.TopicPropertiesUnknown, LogLevel.Debug, "The properties of topic {Topic} aren't known: {Reason}")]
    public static partial void TopicPropertiesUnknown(ILogger log, string topic, string reason);

    [LoggerMessage(LogEvents.TopicDeleted, LogLevel.Information, "Deleted topic {Topic}")]
    public static partial void TopicDeleted(ILogger log, string topic);

    [LoggerMessage(LogEvents.TopicUnlike, LogLevel.Warning, "Topic {Topic} is not as configured: {Problem}")]
    public static partial void TopicUnlike(ILogger log, string topic, string problem);

    [LoggerMessage(
        LogEvents.HandoverFailed, LogLevel.Error, "Group {Group}: giving up partitions has failed; they are handed over as they are")]
    public static partial void HandoverFailed(ILogger log, Exception? failure, string group);

    [LoggerMessage(
        LogEvents.ClientDoesNotClose, LogLevel.Warning,
        "Group {Group}: its Kafka client has not closed within {Timeout} and is left to itself; the brokers let its session end")]
    public static partial void ClientDoesNotClose(ILogger log, string group, string timeout);

    [LoggerMessage(LogEvents.ClientThreadFailed, LogLevel.Error, "Group {Group}: its Kafka client ends by an exception; another one joins")]
    public static partial void ClientThreadFailed(ILogger log, Exception failure, string group);

    [LoggerMessage(LogEvents.ReadsRecordByRecord, LogLevel.Warning, "Group {Group} reads record by record, at a fifth of the speed: {Reason}")]
    public static partial void ReadsRecordByRecord(ILogger log, string group, string reason);

    [LoggerMessage(LogEvents.QueueReaderFailed, LogLevel.Error, "The reader of {Topic} [{Partition}] has failed when told of new records")]
    public static partial void QueueReaderFailed(ILogger log, Exception failure, string topic, int partition);

    [LoggerMessage(
        LogEvents.StrayRecord, LogLevel.Error,
        "Group {Group}: the record {Topic} [{Partition}] @{Offset} came through the main queue; the partition is read again from it")]
    public static partial void StrayRecord(ILogger log, string group, string topic, int partition, long offset);

    [LoggerMessage(
        LogEvents.FetchWaitStays, LogLevel.Information,
        "This librdkafka doesn't let fetch.wait.max.ms be set while it runs: an idle group costs more")]
    public static partial void FetchWaitStays(ILogger log);

    [LoggerMessage(LogEvents.RecordsLeft, LogLevel.Debug, "Records of topic {Topic} that are no longer needed are left in it: {Reason}")]
    public static partial void RecordsLeft(ILogger log, string topic, string reason);
}
