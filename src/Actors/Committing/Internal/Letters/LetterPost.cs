using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing.Internal;

namespace Akka.Events.Committing.Internal.Letters;

/// <summary>Takes a group's dead letters to their topics, which are made on first use. Safe from any thread.</summary>
/// <param name="sender">Sends records.</param>
/// <param name="partitions">Number of partitions of the topic that a dead-letter topic is for; null where that isn't known.</param>
internal sealed class LetterPost(Func<IRecordSender> sender, Func<string, int?> partitions)
{
    public static string TopicOf(string topic, string group) => $"{topic}.{group}.dead-letter";

    public static string RetriesOf(string topic, string group) => $"{topic}.{group}.retry";

    /// <summary>Sends a letter. The task ends when every in-sync replica has it.</summary>
    /// <exception cref="Publishing.PublishException">It can't be sent now.</exception>
    public Task Send(OutgoingRecord letter) =>
        sender().SendAsync(letter, new DeadLetterTopic(letter.Topic, partitions(letter.Topic)), CancellationToken.None);

    /// <summary>Ends when the letter's topic is there, or the sending itself will find out; and the letter may be in it.</summary>
    /// <exception cref="Publishing.PublishException">It can't be made, or the letter can't ever be sent.</exception>
    public Task Prepare(OutgoingRecord letter) =>
        sender().Problem(letter) is { } problem
            ? Task.FromException(problem)
            : sender().Ensure(new DeadLetterTopic(letter.Topic, partitions(letter.Topic)));
}
