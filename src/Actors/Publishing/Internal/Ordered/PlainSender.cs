using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal.Ordered;

/// <summary>Sends without transactions, through the producer that the process has anyway: at least once.</summary>
/// <param name="send">Sends a record. The task ends when every in-sync replica has it.</param>
internal sealed class PlainSender(Func<OutgoingRecord, Task> send) : IOrderedSender
{
    private static readonly Dictionary<string, SentMark> Nothing = [];

    public Task<IReadOnlyDictionary<string, SentMark>> Progress(IReadOnlyCollection<string> topics) =>
        Task.FromResult<IReadOnlyDictionary<string, SentMark>>(Nothing);

    public async Task<SendOutcome> Send(IReadOnlyList<OutgoingPart> parts)
    {
        var sendings = parts.Select(part => part.Records.Select(Begin).ToArray()).ToArray();
        var (sent, refused) = (new Dictionary<string, long>(), new Dictionary<string, string>());
        for (var i = 0; i < parts.Count; i++)
        {
            var why = await FailureOf(sendings[i]).ConfigureAwait(false);
            if (refused.ContainsKey(parts[i].Topic)) continue;
            if (why is null) sent[parts[i].Topic] = parts[i].Number;
            else refused[parts[i].Topic] = why is PublishException known ? known.Reason : Reason.Of(why);
        }
        return new SendOutcome(sent, refused);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task Begin(OutgoingRecord record)
    {
        try
        {
            return send(record);
        }
        catch (Exception e) when (e is PublishException or KafkaException or InvalidOperationException)
        {
            return Task.FromException(e);
        }
    }

    // All are waited for: what is still on its way must not arrive behind a repetition.
    private static async Task<Exception?> FailureOf(Task[] sendings)
    {
        Exception? first = null;
        foreach (var sending in sendings)
        {
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!sending.IsCompletedSuccessfully) first ??= sending.Exception?.InnerException ?? new OperationCanceledException();
        }
        return first;
    }
}
