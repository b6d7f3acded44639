using System.Data.Common;
using Akka.Events.Kafka.Internal;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;
using Confluent.Kafka;

namespace Akka.Events.Publishing.Internal.Outbox;

/// <summary>Writes events into the outbox. Asks nobody but the database.</summary>
internal sealed class OutboxWriter(IOutboxStore store, PublisherSettings settings, TimeProvider time) : IOutbox
{
    private const int Chunk = 1000;

    private readonly EventEncoder _encoder = new(settings, time);
    private readonly Lock _lock = new();
    private Task? _ready;

    public Task PublishAsync<T>(DbTransaction transaction, Topic<T> topic, T @event, CancellationToken cancellationToken = default) =>
        Publish(transaction, topic, @event, null, cancellationToken);

    public Task PublishAsync<T>(
        DbTransaction transaction, Topic<T> topic, T @event, PublishOptions options, CancellationToken cancellationToken = default) =>
        Publish(transaction, topic, @event, options, cancellationToken);

    public async Task PublishAllAsync<T>(
        DbTransaction transaction, Topic<T> topic, IEnumerable<T> events, Func<T, PublishOptions>? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        topic = Checked(transaction, topic);
        foreach (var chunk in events.Chunk(Chunk))
        {
            var records = new List<OutgoingRecord>(chunk.Length);
            foreach (var e in chunk)
                records.Add(Checked(await _encoder.RecordOnceReady(topic, e, options?.Invoke(e), cancellationToken).ConfigureAwait(false)));
            await Write(transaction, records, cancellationToken).ConfigureAwait(false);
        }
    }

    public Task PublishTombstoneAsync<T>(
        DbTransaction transaction, Topic<T> topic, string key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        topic = Checked(transaction, topic);
        return Write(transaction, [Checked(_encoder.Tombstone(topic, key))], cancellationToken);
    }

    public async Task<OutboxBacklog> GetBacklogAsync(CancellationToken cancellationToken = default)
    {
        await Ready().WaitAsync(cancellationToken).ConfigureAwait(false);
        return await store.Backlog(cancellationToken).ConfigureAwait(false);
    }

    public Task<bool> RetryAsync(long id, CancellationToken cancellationToken = default) => store.Retry(id, cancellationToken);

    public Task<bool> SkipAsync(long id, CancellationToken cancellationToken = default) => store.Skip(id, cancellationToken);

    /// <summary>Writes a record as it is.</summary>
    internal Task Write(DbTransaction transaction, OutgoingRecord record, CancellationToken cancellationToken) =>
        Write(transaction, [record], cancellationToken);

    private async Task Publish<T>(DbTransaction transaction, Topic<T> topic, T @event, PublishOptions? options, CancellationToken cancellationToken)
    {
        topic = Checked(transaction, topic);
        var record = await _encoder.RecordOnceReady(topic, @event, options, cancellationToken).ConfigureAwait(false);
        await Write(transaction, [Checked(record)], cancellationToken).ConfigureAwait(false);
    }

    // Under its name in Kafka.
    private Topic<T> Checked<T>(DbTransaction transaction, Topic<T> topic)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        ArgumentNullException.ThrowIfNull(topic);
        if (store.Problem(transaction) is { } problem) throw new ArgumentException(problem, nameof(transaction));
        topic = settings.TopicNames.Of(topic);
        if (settings.RegisteredTopics?.Contains(topic.Name) is false) throw PublishErrors.Unregistered(topic.Name);
        if (TopicName.Problem(topic.Name) is { } name) throw new PublishException(topic.Name, ErrorCode.TopicException, $"{name}.");
        return topic;
    }

    private OutgoingRecord Checked(OutgoingRecord record)
    {
        var most = settings.Producer.MaxRecordBytes;
        return record.Size <= most ? record : throw PublishErrors.TooLarge(record.Topic, record.Size, most, "publish.max-record-bytes");
    }

    private async Task Write(DbTransaction transaction, IReadOnlyList<OutgoingRecord> records, CancellationToken cancellationToken)
    {
        await Ready().WaitAsync(cancellationToken).ConfigureAwait(false);
        await store.Write(transaction, records, cancellationToken).ConfigureAwait(false);
    }

    // The tables are there before the first transaction needs them; one that has failed is asked again by the next.
    private Task Ready()
    {
        lock (_lock)
        {
            if (_ready is null or { IsFaulted: true } or { IsCanceled: true }) _ready = store.Initialize(CancellationToken.None);
            return _ready;
        }
    }
}
