namespace Akka.Events.Handling.Internal.Shard;

/// <summary>What of a record, and of the gap in the log before it, was finished before.</summary>
internal enum FinishedSpan
{
    Nothing,

    /// <summary>The record, but not the whole gap: a record that was unfinished is no longer in the log.</summary>
    RecordOnly,

    All,
}
