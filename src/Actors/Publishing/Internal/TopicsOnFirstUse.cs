using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Publishing.Internal;

/// <summary>
/// Sees to it that topics exist before the first record goes to them, as patiently as a record waits for its brokers.
/// </summary>
internal sealed class TopicsOnFirstUse(KafkaTopics topics, TimeSpan patience, TimeProvider time, CancellationToken ending)
{
    private static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(500);

    public bool IsReady(ITopic topic) => topics.IsReady(topic);

    /// <summary>The topic isn't there any more: the next record makes it.</summary>
    public void Forget(string topic) => topics.Forget(topic);

    /// <summary>Null when the topic is there, or when the brokers make none: the record itself then finds out.</summary>
    public async Task<TopicException?> Ensure(ITopic topic)
    {
        var begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                await topics.EnsureOrLeave(topic).ConfigureAwait(false);
                return null;
            }
            catch (TopicException e) when (!AdminErrors.Passes(e.Code) || time.GetElapsedTime(begun) >= patience || ending.IsCancellationRequested)
            {
                return e;
            }
            catch (TopicException)
            {
                // Brokers away, or busy with an election.
            }
            await Task.Delay(Backoff, time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
