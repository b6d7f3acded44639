using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal;

/// <summary>Kafka's errors as a publisher's user understands them.</summary>
internal static class PublishErrors
{
    /// <param name="topic">The topic.</param>
    /// <param name="error">The client's error.</param>
    /// <param name="cause">What threw it.</param>
    /// <param name="trouble">What keeps the client from its brokers, where that is known: an error of its own says only that time has passed.</param>
    internal static PublishException Of(string topic, Error error, Exception? cause = null, string? trouble = null) =>
        new(topic, error.Code, error.IsLocalError ? With(Reason(error), trouble) : Reason(error), cause);

    internal static PublishException Of(string topic, TopicException why, string? trouble) => new(topic, why.Code, With(why.Reason, trouble), why);

    internal static PublishException TooLarge(string topic, int size, int limit, string property) => new(
        topic, ErrorCode.MsgSizeTooLarge, $"it has {size:N0} bytes with its key and headers, and {limit:N0} are allowed ({property}).");

    internal static PublishException Closed(string topic) => new(topic, ErrorCode.Local_Destroy, "the publisher is closed: the process stops.");

    internal static PublishException Full(string topic, int most) => new(
        topic, ErrorCode.Local_QueueFull, $"{most:N0} events are on their way, and more may not be (publish.max-in-flight): wait, or flush.");

    internal static PublishException Unregistered(string topic) => new(
        topic, ErrorCode.TopicException, "it isn't registered (RegisterTopic), and publish.require-registered-topics is on.");

    private static string With(string reason, string? trouble) => trouble is null ? reason : $"{reason.TrimEnd('.')}. {trouble}";

    private static string Reason(Error error) => error.Code switch
    {
        ErrorCode.Local_UnknownTopic or ErrorCode.UnknownTopicOrPart => "the topic doesn't exist, and the brokers don't make it.",
        ErrorCode.Local_UnknownPartition => "the topic has no such partition.",
        ErrorCode.TopicAuthorizationFailed => "writing to the topic isn't allowed (topic authorization failed).",
        ErrorCode.ClusterAuthorizationFailed => "writing isn't allowed: this user has the right Write on no topic (cluster authorization failed).",
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge =>
            "it is larger than the topic or the broker allows (max.message.bytes).",
        ErrorCode.Local_MsgTimedOut => "no broker has acknowledged it in time (message.timeout.ms).",
        ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight or ErrorCode.Local_Destroy =>
            "the publisher was closed before a broker acknowledged it.",
        ErrorCode.NotEnoughReplicas or ErrorCode.NotEnoughReplicasAfterAppend =>
            "the topic has fewer in-sync replicas than it needs (min.insync.replicas).",
        _ => $"{error.Reason} ({error.Code}).",
    };
}
