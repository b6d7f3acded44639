using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Producing;

/// <summary>
/// Sends batches of records, each in one Kafka transaction together with a number for each of its topics, as the offset of a group that nobody
/// reads in: how far a topic has got can be asked later, by another process. Without transactions they are just sent. One call at a time; after a refusal or a
/// failure the sender is of no more use: its transaction is ended by the next one's beginning.
/// </summary>
internal sealed class BatchSender : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FullWait = TimeSpan.FromMilliseconds(2);

    // Of what a user passes through for all clients, what a consumer may have: nothing is read here.
    private static readonly PassThrough PassThrough = new([], ["bootstrap.servers", "metadata.broker.list", "group.id"]);

    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly ConsumerConfig? _group; // where there are transactions
    private readonly ProducerSettings _settings;
    private readonly ILogger _log;
    private readonly TimeSpan _patience;
    private IConsumerGroupMetadata? _metadata;

    /// <param name="settings">What the producer is made of.</param>
    /// <param name="name">Of the transactions and their group: whoever has the same one takes over.</param>
    /// <param name="transactions">Whether there are transactions.</param>
    /// <param name="log">Takes the clients' log lines.</param>
    /// <param name="patience">How long a record may take to be sent; null for 30 seconds.</param>
    public BatchSender(ProducerSettings settings, string name, bool transactions, ILogger log, TimeSpan? patience = null)
    {
        (_settings, _log, _patience) = (settings, log, patience ?? Limit);
        var config = settings.ToProducerConfig();
        // A record that no broker takes fails before the transaction ends.
        config.MessageTimeoutMs = (int)_patience.TotalMilliseconds;
        // A missing topic is missing before that.
        config.TopicMetadataPropagationMaxMs = 5000;
        if (transactions)
        {
            config.TransactionalId = name;
            config.TransactionTimeoutMs = 2 * config.MessageTimeoutMs;
        }
        _producer = new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler(Lines()).Build();
        if (!transactions) return;
        _group = new ConsumerConfig
        {
            BootstrapServers = settings.BootstrapServers, GroupId = name, EnableAutoCommit = false, IsolationLevel = IsolationLevel.ReadCommitted,
        };
        PassThrough.Apply(settings.Client, _group);
    }

    /// <summary>Told before each step, on the step's thread: a test stops between two.</summary>
    internal Action<SendStep>? Before { get; init; }

    /// <summary>Ends the transactions of whoever had the name before, and keeps it from beginning others.</summary>
    /// <exception cref="KafkaException">That can't be done now.</exception>
    public Task Begin() => _group is null ? Task.CompletedTask : Run(() =>
    {
        Before?.Invoke(SendStep.TakeOver);
        _producer.InitTransactions(Limit);
    });

    /// <summary>The last number that was sent with records of each topic; nothing of those that have none. Nothing, without transactions.</summary>
    /// <exception cref="KafkaException">The brokers don't say.</exception>
    public Task<IReadOnlyDictionary<string, long>> Progress(IReadOnlyCollection<string> topics) => _group is null || topics.Count == 0
        ? Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>())
        : Run<IReadOnlyDictionary<string, long>>(() =>
        {
            using var client = GroupClient();
            return client.Committed(topics.Select(ProgressOf), Limit).Where(progress => progress.Offset.Value >= 0)
                .ToDictionary(progress => progress.Topic, progress => progress.Offset.Value);
        });

    /// <summary>Sends records, in order, all or none.</summary>
    /// <param name="records">The records, gone through once.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="numbers">The number that each of their topics has got to with them.</param>
    /// <returns>The first record that can't be sent, with which none is; null when all are.</returns>
    /// <exception cref="KafkaException">It isn't known whether they are sent, or they aren't, for a reason that isn't theirs.</exception>
    public Task<RecordRefused?> Send(IEnumerable<OutgoingRecord> records, int count, IReadOnlyDictionary<string, long> numbers) =>
        Run(() => SendNow(records, count, numbers));

    public async ValueTask DisposeAsync() => await Run(_producer.Dispose).ConfigureAwait(false);

    // It is there for a question only: a client costs threads and connections.
    private IConsumer<Ignore, Ignore> GroupClient()
    {
        var client = new ConsumerBuilder<Ignore, Ignore>(_group).SetLogHandler(Lines()).Build();
        _metadata ??= client.ConsumerGroupMetadata;
        return client;
    }

    private IConsumerGroupMetadata Metadata()
    {
        if (_metadata is null) GroupClient().Dispose();
        return _metadata!;
    }

    private Action<IClient, LogMessage> Lines()
    {
        var lines = new ClientLog(_log, TimeProvider.System, _settings.Brokers);
        return (_, message) => lines.Write(message);
    }

    private RecordRefused? SendNow(IEnumerable<OutgoingRecord> records, int count, IReadOnlyDictionary<string, long> numbers)
    {
        Before?.Invoke(SendStep.Send);
        if (_group is not null) _producer.BeginTransaction();
        using var delivery = new Deliveries(count);
        var index = 0;
        foreach (var record in records) Produce(record, index++, delivery);
        _producer.Flush(Limit);
        if (!delivery.Wait(Limit + Limit)) throw new KafkaException(new Error(ErrorCode.Local_TimedOut, "the client hasn't said what became of records"));
        if (delivery.Refused is { } refused)
        {
            return _group is null ? refused : refused with { Sent = [] };
        }
        if (_group is not null && delivery.Unwritable is { } unwritable)
        {
            _producer.AbortTransaction(_patience);
            // Brokers that answer are there, so that it is the topic; a transaction that none of them has heard of is ended without them.
            using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
            admin.GetMetadata(numbers.Keys.First(), _patience);
            return unwritable;
        }
        if (delivery.Failure is { } failure) return TransactionRefused(failure) ?? throw new KafkaException(failure);
        if (_group is null) return null;
        Before?.Invoke(SendStep.SayHowFar);
        _producer.SendOffsetsToTransaction(
            numbers.Select(topic => new TopicPartitionOffset(ProgressOf(topic.Key), topic.Value)), Metadata(), Limit);
        Before?.Invoke(SendStep.Commit);
        _producer.CommitTransaction(Limit);
        Before?.Invoke(SendStep.Return);
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

    private static TopicPartition ProgressOf(string topic) => new(topic, 0);

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
        private (int Index, Error Error)? _refused, _unwritable;

        /// <summary>The first record that can't ever be sent.</summary>
        public RecordRefused? Refused => _refused is { } refused ? new RecordRefused(refused.Index, refused.Error, _sent) : null;

        /// <summary>The first record whose topic can't be written to, if the brokers are there.</summary>
        public RecordRefused? Unwritable => _unwritable is { } unwritable ? new RecordRefused(unwritable.Index, unwritable.Error, []) : null;

        /// <summary>Why one wasn't sent that may be later.</summary>
        public Error? Failure { get; private set; }

        public bool Wait(TimeSpan limit) => _open.Wait(limit);

        public void Ended(int index, Error error)
        {
            lock (_lock)
            {
                if (!error.IsError) _sent.Add(index);
                else if (!RecordRefused.Is(error.Code))
                {
                    Failure ??= error;
                    if (RecordRefused.MayBeTopics(error.Code) && (_unwritable is null || index < _unwritable.Value.Index)) _unwritable = (index, error);
                }
                else if (_refused is null || index < _refused.Value.Index) _refused = (index, error);
            }
            _open.Signal();
        }

        public void Dispose() => _open.Dispose();
    }
}
