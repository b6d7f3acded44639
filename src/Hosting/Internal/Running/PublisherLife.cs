using Akka.Events.Kafka.Internal.Producing;
using Akka.Events.Publishing.Internal;

namespace Akka.Events.Hosting.Internal.Running;

/// <summary>The publisher, from the first event published to the end of the process: one that only handles has no producer.</summary>
internal sealed class PublisherLife(Func<KafkaPublisher> begin)
{
    private readonly Lock _lock = new();
    private volatile KafkaPublisher? _publisher;
    private bool _ended;

    /// <summary>What keeps it from its brokers; null while nothing is known, or nothing has been published.</summary>
    public ProducerTrouble.Trouble? Trouble => _publisher?.Records.Trouble;

    public KafkaPublisher Publisher
    {
        get
        {
            if (_publisher is { } begun) return begun;
            lock (_lock)
            {
                if (_publisher is not null) return _publisher;
                _publisher = begin();
                // Closed from the beginning, it refuses whatever is published.
                if (_ended) _ = _publisher.DisposeAsync();
                return _publisher;
            }
        }
    }

    /// <summary>Sends what is on its way, within the flush timeout.</summary>
    public async Task End()
    {
        lock (_lock) _ended = true;
        if (_publisher is { } publisher) await publisher.DisposeAsync().ConfigureAwait(false);
    }
}
