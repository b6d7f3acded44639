namespace Akka.Events.Operating.Internal.Queries;

/// <summary>Why a process that was asked has no answer. The numbers travel.</summary>
internal enum QueryFailure
{
    /// <summary>Something that this version doesn't know.</summary>
    Unknown = 0,

    /// <summary>The shard isn't there: it has moved, or is about to.</summary>
    NotOwned = 1,

    /// <summary>The shard is there and hasn't answered in time; the message says what blocks.</summary>
    Busy = 2,

    /// <summary>What is stored of the entity can't be read; the message gives the reason.</summary>
    Unreadable = 3,

    /// <summary>The query's own code has thrown, or nobody there can answer such a query.</summary>
    Failed = 4,

    /// <summary>The entity isn't known where it should be, and keys lie elsewhere; the message gives the reason.</summary>
    Misplaced = 5,
}
