using Akka.Events.Kafka.Internal;

namespace Akka.Events.Consuming.Internal.Partitions;

/// <summary>
/// Asks Kafka what a group's topics are, for all of its partitions. Whoever asks while an answer is awaited shares the next question: an
/// answer is never older than what was asked for it. Safe from any thread.
/// </summary>
internal sealed class TopicLook(IGroupConsumer client, IReadOnlyCollection<string> topics, TimeSpan timeout)
{
    private readonly Lock _lock = new();
    private Task _present = Task.CompletedTask;
    private Task<IReadOnlyDictionary<string, TopicInfo>>? _next;

    public Task<IReadOnlyDictionary<string, TopicInfo>> Ask()
    {
        lock (_lock)
        {
            if (_next is not null) return _next;
            if (!_present.IsCompleted) return _next = AskAfter(_present);
            var asked = client.Topics(topics, timeout);
            _present = asked;
            return asked;
        }
    }

    private async Task<IReadOnlyDictionary<string, TopicInfo>> AskAfter(Task present)
    {
        await present.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        Task<IReadOnlyDictionary<string, TopicInfo>> asked;
        lock (_lock)
        {
            _next = null;
            _present = asked = client.Topics(topics, timeout);
        }
        return await asked.ConfigureAwait(false);
    }
}
