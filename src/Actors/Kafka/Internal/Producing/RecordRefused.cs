using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Producing;

/// <summary>A record of a batch that can't be sent, however often it is tried, or not before its topic can be written to again.</summary>
/// <param name="Index">Its place in the batch; -1 where only their transaction was refused, for one of them.</param>
/// <param name="Error">Why.</param>
/// <param name="Sent">Places of those that were sent nevertheless, where there is no transaction around them.</param>
internal sealed record RecordRefused(int Index, Error Error, IReadOnlyList<int> Sent)
{
    /// <summary>It is the topic: no record can be sent to it.</summary>
    public bool IsTopics => IsOfTopic(Error.Code) || MayBeTopics(Error.Code);

    /// <summary>Whether an error is a topic's where the brokers are there otherwise: a partition has no leader, or too few replicas.</summary>
    public static bool MayBeTopics(ErrorCode code) =>
        code is ErrorCode.Local_MsgTimedOut or ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend;

    /// <summary>Whether an error is a record's, or its topic's, and not of all.</summary>
    public static bool Is(ErrorCode code) => IsOfTopic(code) || code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge
        or ErrorCode.InvalidRecord or ErrorCode.InvalidMsg or ErrorCode.InvalidTimestamp or ErrorCode.Local_UnknownPartition;

    private static bool IsOfTopic(ErrorCode code) => code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic
        or ErrorCode.TopicAuthorizationFailed or ErrorCode.TopicException or ErrorCode.PolicyViolation;
}
