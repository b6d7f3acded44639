namespace Akka.Events.Committing.Internal.States;

/// <summary>A shard's journal and its stored states don't belong together. The message begins with a verb: what the journal does or is.</summary>
internal sealed class LostJournalException(string problem, long next) : Exception(
    $"{problem}. One of the two was emptied or restored to another moment, or lies elsewhere (schema, journal-schema, another database or "
    + "file). Bring it back; or set lost-journal = rebuild for the group: what is left is dropped then, and the state built anew from the "
    + "beginning of the topics")
{
    /// <summary>The incarnation that is to begin where what is left may be dropped.</summary>
    public long Next { get; } = next;
}
