using Microsoft.Extensions.Logging;

namespace Akka.Events.Committing.Internal;

/// <summary>The log messages of this room, with the numbers under which they can be searched.</summary>
internal static partial class CommittingLog
{
    [LoggerMessage(
        LogEvents.JournalRowsNotDeleted, LogLevel.Warning,
        "Group {Group}, shard {Shard}: old journal rows up to {SequenceNr} could not be deleted: {Reason}. The next checkpoint tries again")]
    public static partial void JournalRowsNotDeleted(ILogger log, Exception? failure, string group, int shard, long sequenceNr, string reason);

    [LoggerMessage(
        LogEvents.SnapshotsNotDeleted, LogLevel.Warning,
        "Group {Group}, shard {Shard}: old snapshots could not be deleted: {Reason}. The next checkpoint tries again")]
    public static partial void SnapshotsNotDeleted(ILogger log, Exception? failure, string group, int shard, string reason);

    // What comes again with each attempt of each shard is reported as a problem, which the log has as 7002 for as long as it lasts.
    [LoggerMessage(
        LogEvents.JournalNotWritten, LogLevel.Debug,
        "Group {Group}, shard {Shard}: sequence number {SequenceNr} could not be written: another process owns the shard, or the database refused; "
        + "the shard recovers")]
    public static partial void JournalNotWritten(ILogger log, Exception failure, string group, int shard, long sequenceNr);

    [LoggerMessage(
        LogEvents.JournalRejects, LogLevel.Error,
        "Group {Group}, shard {Shard}: the journal rejects sequence number {SequenceNr}: {Reason}. The shard recovers, and tries again")]
    public static partial void JournalRejects(ILogger log, Exception? failure, string group, int shard, long sequenceNr, string reason);

    [LoggerMessage(LogEvents.JournalNotRead, LogLevel.Debug, "Group {Group}, shard {Shard}: the journal could not be read; trying again")]
    public static partial void JournalNotRead(ILogger log, Exception failure, string group, int shard);

    [LoggerMessage(
        LogEvents.JournalBeginsAnew, LogLevel.Warning,
        "Group {Group}, shard {Shard}: incarnation {Incarnation} of the journal begins after sequence number {SequenceNr}: the state is built anew")]
    public static partial void JournalBeginsAnew(ILogger log, string group, int shard, long incarnation, long sequenceNr);

    [LoggerMessage(
        LogEvents.OwnerLate, LogLevel.Warning,
        "Group {Group}, shard {Shard}: nothing has been written for more than half of the fencing horizon of {Horizon}; recovering before writing")]
    public static partial void OwnerLate(ILogger log, string group, int shard, string horizon);

    [LoggerMessage(
        LogEvents.HandledIdsKept, LogLevel.Warning,
        "Group {Group}: ids of handled events that are of age could not be removed: {Reason}. Tried again in a minute")]
    public static partial void HandledIdsKept(ILogger log, Exception failure, string group, string reason);
}
