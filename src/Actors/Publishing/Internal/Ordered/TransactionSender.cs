using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>Sends in Kafka transactions, each of which has marks of how far its topics are: to readers with read_committed once.</summary>
/// <param name="sender">A sender of its own.</param>
/// <param name="owner">Whose marks they are.</param>
/// <param name="ensure">Sees to it that a topic exists, where that is wanted; what it gives keeps it from being sent to.</param>
/// <param name="closed">Called once when the sender is closed.</param>
internal sealed class TransactionSender(BatchSender sender, int owner, Func<string, Task<TopicException?>> ensure, Action closed) : IOrderedSender
{
    private static readonly Dictionary<string, long> Nothing = [];
    private static readonly Dictionary<string, string> None = [];

    public async Task<IReadOnlyDictionary<string, SentMark>> Progress(IReadOnlyCollection<string> topics) =>
        (await sender.Progress(topics).ConfigureAwait(false)).ToDictionary(topic => topic.Key, topic => SentMark.Of(topic.Value));

    public async Task<SendOutcome> Send(IReadOnlyList<OutgoingPart> parts)
    {
        var missing = new Dictionary<string, string>();
        foreach (var topic in parts.Select(part => part.Topic).Distinct())
            if (await ensure(topic).ConfigureAwait(false) is { } why)
                missing[topic] = AdminErrors.PassesForAll(why.Code) ? throw new KafkaException(new Error(why.Code, why.Reason)) : why.Reason;
        if (missing.Count > 0) return new SendOutcome(Nothing, missing);

        var numbers = new Dictionary<string, long>();
        foreach (var part in parts) numbers[part.Topic] = part.Number;
        var marks = numbers.ToDictionary(topic => topic.Key, topic => new SentMark(owner, topic.Value).ToOffset());
        if (await sender.Send(parts.SelectMany(part => part.Records), parts.Sum(part => part.Count), marks).ConfigureAwait(false) is not { } refused) return new SendOutcome(numbers, None);
        if (parts.Count > 1 && (refused.Index < 0 || refused.Error.Code is ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge))
            return new SendOutcome(Nothing, None) { IsToBeSplit = true, EndsSender = true };
        var at = TopicOf(parts, Math.Max(0, refused.Index));
        return new SendOutcome(Nothing, new Dictionary<string, string> { [at] = PublishErrors.Of(at, refused.Error).Reason }) { EndsSender = true };
    }

    private static string TopicOf(IReadOnlyList<OutgoingPart> parts, int record)
    {
        var part = 0;
        while (record >= parts[part].Count) record -= parts[part++].Count;
        return parts[part].Topic;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await sender.DisposeAsync().ConfigureAwait(false);
        }
        finally
        {
            closed();
        }
    }
}
