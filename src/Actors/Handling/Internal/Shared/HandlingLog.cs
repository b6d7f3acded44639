using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>The log messages of this room, with the numbers under which they can be searched.</summary>
internal static partial class HandlingLog
{
    [LoggerMessage(
        EventId = LogEvents.AttemptFailed,
        Message = "Group {Group}: '{Handler}' failed at {Topic} [{Partition}] @{Offset}, {Key}, attempt {Attempt}: {Reason}; again in {Wait}{Others}")]
    public static partial void AttemptFailed(
        ILogger log, LogLevel level, string group, string handler, string topic, int partition, long offset, string key, int attempt,
        string reason, string wait, string others);

    [LoggerMessage(
        LogEvents.BatchFailed, LogLevel.Warning,
        "Group {Group}: '{Handler}' failed at {Count} events of {Topic} [{Partition}] @{First} to @{Last}: {Reason}; in halves in {Wait}")]
    public static partial void BatchFailed(
        ILogger log, string group, string handler, int count, string topic, int partition, long first, long last, string reason, string wait);

    [LoggerMessage(
        LogEvents.EventDiscarded, LogLevel.Error,
        "Group {Group}: '{Handler}' discards {Topic} [{Partition}] @{Offset}, {Key}, after {Attempts} attempts: {Reason}")]
    public static partial void EventDiscarded(
        ILogger log, Exception failure, string group, string handler, string topic, int partition, long offset, string key, int attempts,
        string reason);

    [LoggerMessage(
        LogEvents.EventSaved, LogLevel.Error,
        "Group {Group}: '{Handler}' gives up {Topic} [{Partition}] @{Offset}, {Key}, which goes to {Letters}, after {Attempts} attempts: {Reason}")]
    public static partial void EventSaved(
        ILogger log, Exception failure, string group, string handler, string topic, int partition, long offset, string key, string letters,
        int attempts, string reason);

    [LoggerMessage(
        LogEvents.EventRetriedLater, LogLevel.Warning,
        "Group {Group}: '{Handler}' puts {Topic} [{Partition}] @{Offset}, {Key}, off for {Wait} (retry {Retry} of {MaxRetries}), after {Attempts} attempts: {Reason}")]
    public static partial void EventRetriedLater(
        ILogger log, string group, string handler, string topic, int partition, long offset, string key, string wait, int retry, int maxRetries,
        int attempts, string reason);

    [LoggerMessage(
        EventId = LogEvents.VisitFailed,
        Message = "Group {Group}: visit '{Visit}' of '{Entity}' has failed at key {Key}: {Reason}. The entity is as it was; further failures of this run in the shard are logged at Debug")]
    public static partial void VisitFailed(
        ILogger log, LogLevel level, Exception failure, string group, string visit, string entity, string key, string reason);

    [LoggerMessage(
        LogEvents.VisitEnded, LogLevel.Information,
        "Group {Group}: visit '{Visit}' of '{Entity}' in shard {Shard}: {Visited} visited and {Failed} failed, in {Time}")]
    public static partial void VisitEnded(
        ILogger log, string group, string visit, string entity, int shard, long visited, long failed, string time);

    [LoggerMessage(
        LogEvents.VisitAborted, LogLevel.Warning,
        "Group {Group}: visit '{Visit}' of '{Entity}' in shard {Shard} is broken off: {Reason}. {Visited} were visited, and the others weren't")]
    public static partial void VisitAborted(
        ILogger log, string group, string visit, string entity, int shard, string reason, long visited);

    [LoggerMessage(
        LogEvents.BreakerOpened, LogLevel.Error,
        "Group {Group}: '{Handler}' has failed at {Errors} events in a row, last at {Topic} [{Partition}] @{Offset}: {Reason}. Its events wait, and one is tried in {Wait}")]
    public static partial void BreakerOpened(
        ILogger log, string group, string handler, int errors, string topic, int partition, long offset, string reason, string wait);

    [LoggerMessage(
        LogEvents.BreakerStaysOpen, LogLevel.Information,
        "Group {Group}: '{Handler}' still fails, at {Topic} [{Partition}] @{Offset}: {Reason}. The next try is in {Wait}")]
    public static partial void BreakerStaysOpen(
        ILogger log, string group, string handler, string topic, int partition, long offset, string reason, string wait);

    [LoggerMessage(LogEvents.BreakerClosed, LogLevel.Information, "Group {Group}: '{Handler}' works again, after {Time}; its events go on")]
    public static partial void BreakerClosed(ILogger log, string group, string handler, string time);

    [LoggerMessage(LogEvents.LettersWait, LogLevel.Error, "Group {Group}, shard {Shard}: {Problem}")]
    public static partial void LettersWait(ILogger log, string group, string shard, string problem);

    [LoggerMessage(LogEvents.LettersGoOn, LogLevel.Information, "Group {Group}, shard {Shard}: dead letters get through to {Topic} again")]
    public static partial void LettersGoOn(ILogger log, string group, string shard, string topic);

    [LoggerMessage(LogEvents.EventsWait, LogLevel.Error, "Group {Group}, shard {Shard}: {Problem}")]
    public static partial void EventsWait(ILogger log, string group, string shard, string problem);

    [LoggerMessage(LogEvents.EventsGoOn, LogLevel.Information, "Group {Group}, shard {Shard}: published events get through to {Topic} again")]
    public static partial void EventsGoOn(ILogger log, string group, string shard, string topic);

    [LoggerMessage(
        EventId = LogEvents.RecordBlocks,
        Message = "Group {Group}: {Topic} [{Partition}] @{Offset}, {Key}, blocks '{Handler}': its key waits, and nothing behind it is committed: "
            + "{Reason}{Others}")]
    public static partial void RecordBlocks(
        ILogger log, LogLevel level, Exception? failure, string group, string handler, string topic, int partition, long offset, string key,
        string reason, string others);

    [LoggerMessage(
        LogEvents.EventIgnored, LogLevel.Information,
        "Group {Group}: '{Handler}' failed at {Topic} [{Partition}] @{Offset}, {Key}, which its options ignore: {Reason}")]
    public static partial void EventIgnored(
        ILogger log, string group, string handler, string topic, int partition, long offset, string key, string reason);

    [LoggerMessage(
        LogEvents.HandlerStuck, LogLevel.Warning,
        "Group {Group}: '{Handler}' has been running for {Time} at {Topic} [{Partition}] @{Offset}, {Key}; the key's next events wait")]
    public static partial void HandlerStuck(
        ILogger log, string group, string handler, string topic, int partition, long offset, string key, string time);

    [LoggerMessage(
        LogEvents.HandlerNotStuck, LogLevel.Information,
        "Group {Group}: '{Handler}' has ended after {Time} at {Topic} [{Partition}] @{Offset}, {Key}")]
    public static partial void HandlerNotStuck(
        ILogger log, string group, string handler, string topic, int partition, long offset, string key, string time);

    [LoggerMessage(LogEvents.KeyMisplaced, LogLevel.Warning, "Group {Group}: {Problem}")]
    public static partial void KeyMisplaced(ILogger log, string group, string problem);

    [LoggerMessage(
        LogEvents.InstanceAKey, LogLevel.Information,
        "Group {Group}: entity {Entity} has an instance for each key, which takes more memory and time than one for many: {Reason}")]
    public static partial void InstanceAKey(ILogger log, string group, string entity, string reason);

    [LoggerMessage(
        LogEvents.ShardFailed, LogLevel.Error, "Group {Group}, shard {Shard} has failed; it is opened anew from what is committed")]
    public static partial void ShardFailed(ILogger log, Exception failure, string group, int shard);

    [LoggerMessage(LogEvents.ActorFailed, LogLevel.Error, "Group {Group}, shard {Shard}: actor {Actor} has failed and is stopped: {Reason}")]
    public static partial void ActorFailed(ILogger log, Exception failure, string group, int shard, string actor, string reason);

    [LoggerMessage(
        LogEvents.StateUnreadable, LogLevel.Error,
        "Group {Group}, shard {Shard}: {Reason}. The entity handles nothing until that is mended; the others go on")]
    public static partial void StateUnreadable(ILogger log, Exception failure, string group, int shard, string reason);

    // While it lasts, 7002 says it.
    [LoggerMessage(
        LogEvents.StatesNotRead, LogLevel.Debug,
        "Group {Group}, shard {Shard}: {Count} states could not be read: {Reason}. Trying again in {Wait}")]
    public static partial void StatesNotRead(
        ILogger log, Exception failure, string group, int shard, int count, string reason, string wait);

    [LoggerMessage(
        LogEvents.HandlerNew, LogLevel.Warning,
        "Group {Group}: '{Handler}' is new to topic {Topic} in a group that has handled it before: it gets what the group had not finished, "
        + "from {Topic} [{Partition}] @{Offset} on, and nothing before. With starts-from = beginning, or in a group of its own, it would have the whole topic")]
    public static partial void HandlerNew(ILogger log, string group, string handler, string topic, int partition, long offset);

    [LoggerMessage(
        LogEvents.HandlerFromBeginning, LogLevel.Information,
        "Group {Group}: '{Handler}' is new to topic {Topic} in a group that has handled it before, and begins at its beginning (starts-from): "
        + "{Topic} [{Partition}] is read for it alone up to @{Offset}, from where on the group goes on")]
    public static partial void HandlerFromBeginning(ILogger log, string group, string handler, string topic, int partition, long offset);

    [LoggerMessage(
        LogEvents.EventsUnclaimed, LogLevel.Warning,
        "Group {Group}, shard {Shard}: the journal has events of {Count} keys of '{Entity}', which the group has no longer; they are kept")]
    public static partial void EventsUnclaimed(ILogger log, string group, int shard, int count, string entity);

    [LoggerMessage(
        LogEvents.SweepFailed, LogLevel.Warning,
        "Group {Group}, shard {Shard}: the stored states could not be read in one sweep: {Reason}. They are read by key")]
    public static partial void SweepFailed(ILogger log, Exception? failure, string group, int shard, string reason);

    [LoggerMessage(
        LogEvents.CheckpointNotWritten, LogLevel.Warning,
        "Group {Group}, shard {Shard}: the checkpoint at {SequenceNr} could not be written: {Reason}. The next one has its changes")]
    public static partial void CheckpointNotWritten(
        ILogger log, Exception? failure, string group, int shard, long sequenceNr, string reason);

    [LoggerMessage(
        LogEvents.StateNotEncodable, LogLevel.Error,
        "Group {Group}, entity {Entity}, key {Key}: its state can't be stored: {Reason}. Its events are stored instead, and it goes on")]
    public static partial void StateNotEncodable(ILogger log, Exception failure, string group, string entity, string key, string reason);

    [LoggerMessage(
        LogEvents.SnapshotNotSaved, LogLevel.Warning,
        "Group {Group}, shard {Shard}: the snapshot at {SequenceNr} could not be saved: {Reason}. The next checkpoint tries again")]
    public static partial void SnapshotNotSaved(ILogger log, Exception? failure, string group, int shard, long sequenceNr, string reason);
}
