using System.Globalization;
using Akka.Events.Kafka.Internal.Native;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Kafka.Internal.Producing;

/// <summary>One Confluent producer and the promise that every record handed to it is reported on, also when it is closed.</summary>
internal sealed class ProducerClient
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5), LookTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FlushStep = TimeSpan.FromMilliseconds(50);

    private readonly IProducer<byte[]?, byte[]?> _producer;
    private readonly ClientGate _gate = new();
    private readonly ILogger _log;
    private readonly ProducerTrouble _trouble;
    private volatile bool _broken;

    internal ProducerClient(ProducerConfig config, ClientLog.Brokers brokers, ILogger log)
    {
        _log = log;
        _trouble = new ProducerTrouble(config.BootstrapServers, TimeProvider.System, AskBrokers);
        var lines = new ClientLog(log, TimeProvider.System, brokers);
        _producer = new ProducerBuilder<byte[]?, byte[]?>(config)
            .SetLogHandler((_, message) =>
            {
                _trouble.Heard(message);
                lines.Write(message);
            })
            .SetErrorHandler((_, error) =>
            {
                if (!error.IsFatal)
                {
                    _trouble.Report(error);
                    return;
                }
                _broken = true;
                KafkaLog.ProducerBroken(log, error.Reason, error.Code.ToString());
            })
            .Build();
    }

    /// <summary>Hands a record over. False when the client is closed. Never waits.</summary>
    /// <exception cref="ProduceException{TKey, TValue}">The client refuses it.</exception>
    internal bool TryProduce(OutgoingRecord record, Action<DeliveryReport<byte[]?, byte[]?>> delivered)
    {
        if (!_gate.TryEnter()) return false;
        try
        {
            var message = new Message<byte[]?, byte[]?> { Key = record.Key, Value = record.Value, Headers = record.Headers };
            if (record.TimestampMs is { } timestamp) message.Timestamp = new Timestamp(timestamp, TimestampType.CreateTime);
            if (record.Partition is { } partition) _producer.Produce(new TopicPartition(record.Topic, partition), message, delivered);
            else _producer.Produce(record.Topic, message, delivered);
            return true;
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>
    /// The client has met an error after which it takes nothing any more. What it refuses then says the error, and not that it is final.
    /// </summary>
    internal bool IsBroken() => _broken || FatalCode() != ErrorCode.NoError;

    /// <summary>The error after which the client takes nothing any more; none while it works, or where that can't be asked.</summary>
    internal unsafe ErrorCode FatalCode()
    {
        if (!_gate.TryEnter()) return ErrorCode.NoError;
        try
        {
            return NativeHandle.TryGet(_producer, out var client)
                ? (ErrorCode)Librdkafka.rd_kafka_fatal_error(client, null, 0) : ErrorCode.NoError;
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>What keeps it from its brokers; null while nothing is known.</summary>
    internal ProducerTrouble.Trouble? Trouble => _trouble.Now;

    private async Task AskBrokers()
    {
        if (!_gate.TryEnter()) return;
        try
        {
            using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
            await admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = LookTimeout }).ConfigureAwait(false);
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>A topic's max.message.bytes; null when the client is closed, or the broker names none.</summary>
    /// <exception cref="KafkaException">The brokers don't tell.</exception>
    internal async Task<int?> MaxRecordBytes(string topic)
    {
        if (!_gate.TryEnter()) return null;
        try
        {
            using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
            var resource = new ConfigResource { Type = ResourceType.Topic, Name = topic };
            var results = await admin.DescribeConfigsAsync([resource], new DescribeConfigsOptions { RequestTimeout = AskTimeout });
            return results[0].Entries.TryGetValue("max.message.bytes", out var entry) && int.TryParse(entry.Value, CultureInfo.InvariantCulture, out var bytes)
                ? bytes : null;
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>
    /// Sends what waits for others to travel with, and waits for some of it. Ends soon in any case, to be called again.
    /// </summary>
    internal Task Flush() => Task.Factory.StartNew(() =>
    {
        if (!_gate.TryEnter()) return;
        try
        {
            _producer.Flush(FlushStep);
        }
        finally
        {
            _gate.Leave();
        }
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Waits for what is on its way, up to a limit; what is left then is reported as failed.</summary>
    internal Task Close(TimeSpan flush, TimeSpan deliveryTimeout) => Task.Factory.StartNew(() =>
    {
        _trouble.Dispose();
        _gate.Close().Wait();
        var left = _producer.Flush(flush);
        if (left > 0)
        {
            KafkaLog.RecordsGivenUp(_log, left, Durations.Text(flush));
            // Without purging, the client's own timeout of each record is what ends the wait.
            if (NativeHandle.TryGet(_producer, out var client)) Librdkafka.rd_kafka_purge(client, Librdkafka.PurgeAll);
            _producer.Flush(deliveryTimeout);
        }

        _producer.Dispose();
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
