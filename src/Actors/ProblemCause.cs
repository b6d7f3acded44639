namespace Akka.Events;

/// <summary>
/// What keeps a group, or a part of it, from going on. The names are stable: alerts may go by them. docs/operations.md says of each what it
/// means and what to do.
/// </summary>
public enum ProblemCause
{
    /// <summary>The group can't begin: its store, topics or rights aren't as it needs them. It is tried again.</summary>
    CannotStart,

    /// <summary>No broker answers.</summary>
    KafkaUnreachable,

    /// <summary>The brokers refuse the user's name, password or certificate.</summary>
    UserRefused,

    /// <summary>The user lacks a right on the group or a topic.</summary>
    RightMissing,

    /// <summary>The process isn't a member of its group: refused, or never answered.</summary>
    CannotJoin,

    /// <summary>A topic is gone, or may no longer be read.</summary>
    TopicUnfit,

    /// <summary>The group's reader has failed, and joins again.</summary>
    ReaderFailed,

    /// <summary>The outbox isn't forwarded by this process, where it should: its database or Kafka doesn't do what it needs.</summary>
    OutboxHindered,

    /// <summary>Partitions of the group's topics are shared out unlike each other, and not read.</summary>
    PartitionsUnlike,

    /// <summary>A batch of records is larger than the client takes.</summary>
    RecordTooLarge,

    /// <summary>A partition waits for its shard, which recovers or ends.</summary>
    ShardNotOpen,

    /// <summary>A partition isn't read: its log doesn't go with what the group knows.</summary>
    PositionRefused,

    /// <summary>A partition's consumer has failed, and begins anew.</summary>
    ConsumerFailed,

    /// <summary>The broker gives an error for a partition.</summary>
    PartitionUnreadable,

    /// <summary>A partition has read as far ahead of an unfinished record as it may.</summary>
    GapFull,

    /// <summary>A shard's journal, or the database that its handlers' transactions are in, can't be read or written.</summary>
    JournalUnavailable,

    /// <summary>Entities' states can't be read.</summary>
    StatesUnavailable,

    /// <summary>A shard can't write its checkpoint, and its journal grows.</summary>
    CheckpointFails,

    /// <summary>A handler keeps failing, blocks a key, or doesn't end.</summary>
    HandlerFails,

    /// <summary>An event in the outbox can't be sent: its key's events, or its topic's, wait behind it.</summary>
    EventRefused,

    /// <summary>Dead letters can't be written to their topic: their events wait, and aren't acknowledged.</summary>
    LettersWait,

    /// <summary>What entities have published can't be sent: it waits in the journal, and handling goes on up to <c>max-unsent</c>.</summary>
    EventsWait,

    /// <summary>As much waits to be sent as may: events that lead to more wait, with their keys.</summary>
    EventsHeld,

    /// <summary>A handler's circuit breaker is open: its events wait until one of them shows that it works again.</summary>
    BreakerOpen,

    /// <summary>Events can't be read, or what handlers publish can't be written, for their codec needs something that isn't here: a schema that can't be looked up.</summary>
    CodecNotReady,
}
