namespace Akka.Events.Handling;

/// <summary>
/// The headers that a dead letter has behind those of its record. Their values are UTF-8 text, numbers and times written invariantly.
/// </summary>
public static class DeadLetterHeaders
{
    /// <summary>
    /// The dead letter's identity: the same whenever it is written again. Topic, partition and offset, group and handler.
    /// </summary>
    public const string Id = "dead-letter-id";

    /// <summary>The topic that the record came from.</summary>
    public const string Topic = "dead-letter-topic";

    /// <summary>Number of its partition there.</summary>
    public const string Partition = "dead-letter-partition";

    /// <summary>Its offset there.</summary>
    public const string Offset = "dead-letter-offset";

    /// <summary>Its timestamp there (ISO 8601, UTC); missing where it had none.</summary>
    public const string Timestamp = "dead-letter-timestamp";

    /// <summary>The consumer group whose handler gave it up.</summary>
    public const string Group = "dead-letter-group";

    /// <summary>The handler.</summary>
    public const string Handler = "dead-letter-handler";

    /// <summary>The full name of the last attempt's exception type.</summary>
    public const string Exception = "dead-letter-exception";

    /// <summary>The last attempt's exception, its type and message, at most 500 characters.</summary>
    public const string Reason = "dead-letter-reason";

    /// <summary>Attempts that were made.</summary>
    public const string Attempts = "dead-letter-attempts";

    /// <summary>When it was given up (ISO 8601, UTC).</summary>
    public const string Time = "dead-letter-time";

    /// <summary>
    /// Of an event that is replayed, or in a retry topic: the group and the handler that it is for, as group/handler. All others of this library pass over it.
    /// </summary>
    public const string ReplayFor = "dead-letter-replay-for";

    /// <summary>Of an event in a retry topic: when its next attempt is due (ISO 8601, UTC).</summary>
    public const string RetryAt = "dead-letter-retry-at";

    /// <summary>Of an event in a retry topic: the number of that attempt among those out of the retry topic, from 1 on.</summary>
    public const string Retry = "dead-letter-retry";

    /// <summary>Of a note in the dead-letter topic, which has neither key nor value: the offset of the letter that is settled.</summary>
    public const string Settled = "dead-letter-settled";

    /// <summary>Of a note: replayed or discarded.</summary>
    public const string SettledAs = "dead-letter-settled-as";

    internal static readonly IReadOnlySet<string> All =
        new HashSet<string>([Id, Topic, Partition, Offset, Timestamp, Group, Handler, Exception, Reason, Attempts, Time, RetryAt, Retry, ReplayFor]);
}
