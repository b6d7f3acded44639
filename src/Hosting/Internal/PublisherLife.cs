using Akka.Events.Kafka.Internal.Admin;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal;

namespace Akka.Events.Hosting.Internal;

/// <summary>The publisher's clients, from the first event published to the end of the process.</summary>
internal sealed class PublisherLife(KafkaClients clients)
{
    private readonly Lock _lock = new();
    private KafkaPublisher? _publisher;
    private KafkaTopics? _topics;

    public IEvents Begin()
    {
        lock (_lock)
        {
            _topics = clients.Topics();
            return _publisher = clients.Publisher(_topics);
        }
    }

    /// <summary>Sends what is on its way, within the flush timeout.</summary>
    public async Task End()
    {
        KafkaPublisher? publisher;
        lock (_lock) publisher = _publisher;
        if (publisher is not null) await publisher.DisposeAsync().ConfigureAwait(false);
        _topics?.Dispose();
    }
}
