using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Producing;

/// <summary>
/// Sends batches of records, each in one Kafka transaction together with its number, as the offset of a group that nobody reads in: whether a
/// batch was sent can be asked later, by another process. Without transactions they are just sent. One call at a time; after a refusal or a
/// failure the sender is of no more use: its transaction is ended by the next one's beginning.
/// </summary>
internal sealed class BatchSender : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FullWait = TimeSpan.FromMilliseconds(2);

    // Of what a user passes through for all clients, what a consumer may have: nothing is read here.
    private static readonly PassThrough PassThrough = new([], ["bootstrap.servers", "metadata.broker.list", "group.id"]);

    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly IConsumer<Ignore, Ignore>? _group; // where there are transactions

    /// <param name="settings">What the producer is made of.</param>
    /// <param name="name">Of the transactions and their group: whoever has the same one takes over.</param>
    /// <param name="transactions">Whether there are transactions.</param>
    /// <param name="log">Takes the clients' log lines.</param>
    public BatchSender(ProducerSettings settings, string name, bool transactions, ILogger log)
    {
        var config = settings.ToProducerConfig();
        // A record that no broker takes fails before the transaction ends.
        config.MessageTimeoutMs = (int)Limit.TotalMilliseconds;
        // A missing topic is missing before that.
        config.TopicMetadataPropagationMaxMs = 5000;
        if (transactions)
        {
            config.TransactionalId = name;
            config.TransactionTimeoutMs = 2 * config.MessageTimeoutMs;
        }
        var lines = new ClientLog(log, TimeProvider.System, settings.Brokers);
        _producer = new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, message) => lines.Write(message)).Build();
        if (!transactions) return;
        var group = new ConsumerConfig
        {
            BootstrapServers = settings.BootstrapServers, GroupId = name, EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadCommitted,
        };
        PassThrough.Apply(settings.Client, group);
        var groupLines = new ClientLog(log, TimeProvider.System, settings.Brokers);
        _group = new ConsumerBuilder<Ignore, Ignore>(group).SetLogHandler((_, message) => groupLines.Write(message)).Build();
    }

    /// <summary>Ends the transactions of whoever had the name before, and keeps it from beginning others.</summary>
    /// <exception cref="KafkaException">That can't be done now.</exception>
    public Task Begin() => _group is null ? Task.CompletedTask : Run(() => _producer.InitTransactions(Limit));

    /// <summary>Whether a batch was the last one that was sent to one of its topics. Never, without transactions.</summary>
    /// <exception cref="KafkaException">The brokers don't say.</exception>
    public Task<bool> WasSent(long number, IReadOnlyList<string> topics) => _group is null || topics.Count == 0
        ? Task.FromResult(false)
        : Run(() => _group.Committed(topics.Select(Progress), Limit).Any(progress => progress.Offset.Value == number));

    /// <summary>Sends records, in order, all or none.</summary>
    /// <returns>The first record that can't be sent, with which none is; null when all are.</returns>
    /// <exception cref="KafkaException">It isn't known whether they are sent, or they aren't, for a reason that isn't theirs.</exception>
    public Task<RecordRefused?> Send(long number, IReadOnlyList<OutgoingRecord> records) => Run(() => SendNow(number, records));

    public async ValueTask DisposeAsync() => await Run(() =>
    {
        _group?.Dispose();
        _producer.Dispose();
    }).ConfigureAwait(false);

    private RecordRefused? SendNow(long number, IReadOnlyList<OutgoingRecord> records)
    {
        if (_group is not null) _producer.BeginTransaction();
        using var delivery = new Deliveries(records.Count);
        for (var i = 0; i < records.Count; i++) Produce(records[i], i, delivery);
        _producer.Flush(Limit);
        if (!delivery.Wait(Limit + Limit)) throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "the client hasn't said what became of records"));
        if (delivery.Refused is { } refused)
        {
            return _group is null ? refused : refused with { Sent = [] };
        }
        if (delivery.Failure is { } failure) return TransactionRefused(failure) ?? throw new KafkaException(failure);
        if (_group is null) return null;
        _producer.SendOffsetsToTransaction(
            records.Select(r => r.Topic).Distinct().Select(topic => new TopicPartitionOffset(Progress(topic), number)), _group.ConsumerGroupMetadata,
            Limit);
        _producer.CommitTransaction(Limit);
        return null;
    }

    // A topic that may not be written to is refused with the transaction, and all records are let go of without a reason of their own.
    private RecordRefused? TransactionRefused(Error failure)
    {
        if (_group is null || failure.Code is not (ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight)) return null;
        try
        {
            _producer.CommitTransaction(Limit);
            return null;
        }
        catch (KafkaTxnRequiresAbortException e) when (RecordRefused.Is(e.Error.Code))
        {
            return new RecordRefused(-1, e.Error, []);
        }
    }

    private void Produce(OutgoingRecord record, int index, Deliveries delivery)
    {
        var message = new Message<byte[]?, byte[]?> { Key = record.Key, Value = record.Value, Headers = record.Headers };
        if (record.TimestampMs is { } timestamp) message.Timestamp = new Timestamp(timestamp, TimestampType.CreateTime);
        while (true)
        {
            try
            {
                if (record.Partition is { } partition)
                    _producer.Produce(new TopicPartition(record.Topic, partition), message, report => delivery.Ended(index, report.Error));
                else
                    _producer.Produce(record.Topic, message, report => delivery.Ended(index, report.Error));
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> e) when (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                Thread.Sleep(FullWait);
            }
            catch (ProduceException<byte[]?, byte[]?> e)
            {
                delivery.Ended(index, e.Error);
                return;
            }
        }
    }

    private static TopicPartition Progress(string topic) => new(topic, 0);

    // The client's calls block their thread.
    private static Task Run(Action call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Task<TResult> Run<TResult>(Func<TResult> call) =>
        Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>What has become of a batch's records. Told by the client's thread.</summary>
    private sealed class Deliveries(int count) : IDisposable
    {
        private readonly CountdownEvent _open = new(count);
        private readonly List<int> _sent = [];
        private readonly Lock _lock = new();
        private (int Index, Error Error)? _refused;

        /// <summary>The first record that can't ever be sent.</summary>
        public RecordRefused? Refused => _refused is { } refused ? new RecordRefused(refused.Index, refused.Error, _sent) : null;

        /// <summary>Why one wasn't sent that may be later.</summary>
        public Error? Failure { get; private set; }

        public bool Wait(TimeSpan limit) => _open.Wait(limit);

        public void Ended(int index, Error error)
        {
            lock (_lock)
            {
                if (!error.IsError) _sent.Add(index);
                else if (!RecordRefused.Is(error.Code)) Failure ??= error;
                else if (_refused is null || index < _refused.Value.Index) _refused = (index, error);
            }
            _open.Signal();
        }

        public void Dispose() => _open.Dispose();
    }
}
