using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Reader;

/// <summary>What the client's errors mean to whoever runs the group, and what to do about them.</summary>
/// <param name="Kind">How it is found out that it has passed.</param>
/// <param name="Cause">The cause.</param>
/// <param name="Text">The cause, and what to do.</param>
internal sealed record ClientTrouble(ClientTrouble.Passing Kind, ProblemCause Cause, string Text)
{
    /// <summary>When a trouble has passed.</summary>
    internal enum Passing
    {
        /// <summary>When a broker answers again.</summary>
        WhenReached,

        /// <summary>When the member has joined its group.</summary>
        WhenJoined,

        /// <summary>When it hasn't come again for a while.</summary>
        WhenQuiet,
    }

    /// <summary>The trouble of an error; null for one that is no trouble of the group as a whole.</summary>
    public static ClientTrouble? Of(Error error, string group) => error.Code switch
    {
        _ when IsTooLarge(error) => new(
            Passing.WhenQuiet, ProblemCause.RecordTooLarge, $"a batch of records is larger than the client takes: {error.Reason}. Raise akka.events.kafka.client {{ receive.message.max.bytes = … }} above its size"),
        ErrorCode.Local_AllBrokersDown => new(Passing.WhenReached, ProblemCause.KafkaUnreachable, $"Kafka can't be reached: {error.Reason}"),
        ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed => new(Passing.WhenReached, ProblemCause.UserRefused, $"Kafka refuses the user: {error.Reason}"),
        ErrorCode.GroupAuthorizationFailed => new(
            Passing.WhenReached, ProblemCause.RightMissing, $"this user may not join group '{group}': it needs the right Read on the group"),
        ErrorCode.TopicAuthorizationFailed => new(
            Passing.WhenQuiet, ProblemCause.RightMissing, $"this user may not read a topic of the group: it needs the right Read on it ({error.Reason})"),
        ErrorCode.InvalidSessionTimeout => CannotJoin(
            group, error, "the client's session.timeout.ms isn't within the brokers' group.min.session.timeout.ms and group.max.session.timeout.ms. Set akka.events.kafka.client { session.timeout.ms = … } within them"),
        ErrorCode.GroupMaxSizeReached => CannotJoin(
            group, error, "it has as many members as the brokers' group.max.size allows. Stop another member, or raise it"),
        ErrorCode.InconsistentGroupProtocol => CannotJoin(
            group, error, "its other members assign partitions in another way: entities over several topics by range, all else by cooperative-sticky, and protocol = consumer by the broker. Stop the members of the former kind first, or give this group another name"),
        ErrorCode.UnsupportedVersion or ErrorCode.UnsupportedAssignor => CannotJoin(
            group, error, "the brokers don't know its member protocol or its assignor. Set protocol = classic, or upgrade the brokers"),
        ErrorCode.FencedInstanceId or ErrorCode.UnreleasedInstanceId => CannotJoin(
            group, error, "another process is a member with the same instance-id. Give each process its own"),
        ErrorCode.InvalidGroupId => CannotJoin(group, error, "the brokers don't take its name"),
        _ => null,
    };

    private static bool IsTooLarge(Error error) => error.Reason?.Contains("receive.message.max.bytes", StringComparison.Ordinal) == true;

    private static ClientTrouble CannotJoin(string group, Error error, string why) =>
        new(Passing.WhenJoined, ProblemCause.CannotJoin, $"can't join group '{group}': {why} ({error.Code})");
}
