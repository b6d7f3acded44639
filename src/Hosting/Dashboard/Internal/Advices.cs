namespace Akka.Events.Hosting.Dashboard.Internal;

/// <summary>What to do about a problem, in a line; docs/operations.md says more.</summary>
internal static class Advices
{
    public static string Of(ProblemCause cause) => cause switch
    {
        ProblemCause.CannotStart => "It is tried again by itself. Mend what the text names: the database, a topic, or a right.",
        ProblemCause.KafkaUnreachable => "Nothing is lost; it goes on by itself. Check the brokers, and that their advertised addresses can be reached from here.",
        ProblemCause.UserRefused => "Check user, password or certificate in akka.events.kafka.client, and restart with the right ones.",
        ProblemCause.RightMissing => "Give the user the right that the text names. It goes on by itself.",
        ProblemCause.CannotJoin => "Check the group's members and its coordinator; a static member's name may be taken.",
        ProblemCause.TopicUnfit => "Make the topic, or give the right to read it. It goes on by itself.",
        ProblemCause.ReaderFailed => "It joins again by itself. If it stays, the log has the exception.",
        ProblemCause.OutboxHindered => "Transactions go on; what they publish waits in the table. Mend what the text names.",
        ProblemCause.PartitionsUnlike => "The topics of one entity need equal partition counts, and one assignor in all members.",
        ProblemCause.RecordTooLarge => "Raise fetch.max.bytes and receive.message.max.bytes in akka.events.kafka.client, and restart.",
        ProblemCause.ShardNotOpen => "It recovers, or its former owner ends. If it stays for minutes, look at the database.",
        ProblemCause.PositionRefused => "The log doesn't go with what the group knows: the text says which. It stays until somebody decides.",
        ProblemCause.ConsumerFailed => "It begins anew from what is committed. If it stays, the log has the exception.",
        ProblemCause.PartitionUnreadable => "Look at the partition's leader and replicas in Kafka.",
        ProblemCause.GapFull => "One unfinished record holds its partition back: mend or discard it, and the rest goes on.",
        ProblemCause.JournalUnavailable => "Nothing is lost; it goes on by itself. Mend the database.",
        ProblemCause.StatesUnavailable => "Nothing is lost; it goes on by itself. Mend the database.",
        ProblemCause.CheckpointFails => "Handling goes on, and the journal grows. Mend what the text names.",
        ProblemCause.HandlerFails => "Mend the handler, or what it needs. The keys that wait go on by themselves.",
        ProblemCause.EventRefused => "Make the topic, or raise its limit; then retry. Or give the event up: akka-events outbox skip.",
        ProblemCause.LettersWait => "Nothing is lost; it goes on by itself. Make the topic that the text names, or give the right to write to it.",
        ProblemCause.BreakerOpen => "Mend what the handler needs; one event after another shows whether it works, and then all go on.",
        ProblemCause.CodecNotReady => "Nothing is lost; it goes on by itself. Mend the schema registry that the text names, or its credentials.",
        _ => "docs/operations.md says what to do.",
    };
}
