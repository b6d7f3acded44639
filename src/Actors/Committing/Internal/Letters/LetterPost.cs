using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing.Internal;
using Akka.Events.Topics;

namespace Akka.Events.Committing.Internal.Letters;

/// <summary>
/// Takes what a group has for other topics there: dead letters, events put off, published events. The topics are made on first use. Safe from
/// any thread.
/// </summary>
/// <param name="sender">Sends records.</param>
/// <param name="partitions">Number of partitions of the topic that a dead-letter topic is for; null where that isn't known.</param>
/// <param name="published">What a topic is like that its handlers publish to; null where that isn't known.</param>
internal sealed class LetterPost(Func<IRecordSender> sender, Func<string, int?> partitions, Func<string, ITopic?>? published = null)
{
    public static string TopicOf(string topic, string group) => $"{topic}.{group}.dead-letter";

    public static string RetriesOf(string topic, string group) => $"{topic}.{group}.retry";

    /// <summary>Whether a topic takes a group's dead letters, or what it has put off.</summary>
    public static bool IsOfLetters(string topic, string group) =>
        topic.EndsWith($".{group}.dead-letter", StringComparison.Ordinal) || topic.EndsWith($".{group}.retry", StringComparison.Ordinal);

    /// <summary>Sends a record. The task ends when every in-sync replica has it.</summary>
    /// <exception cref="Publishing.PublishException">It can't be sent now.</exception>
    public Task Send(OutgoingRecord record) => sender().SendAsync(record, Wish(record.Topic), CancellationToken.None);

    /// <summary>Ends when the record's topic is there, or the sending itself will find out; and the record may be in it.</summary>
    /// <exception cref="Publishing.PublishException">It can't be made, or the record can't ever be sent.</exception>
    public Task Prepare(OutgoingRecord record) =>
        sender().Problem(record) is { } problem ? Task.FromException(problem) : sender().Ensure(Wish(record.Topic));

    /// <summary>What a topic should be like where it has to be made.</summary>
    public ITopic Wish(string topic) => published?.Invoke(topic) ?? new DeadLetterTopic(topic, partitions(topic));
}
