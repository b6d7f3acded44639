using System.Text;
using Confluent.Kafka;

namespace Akka.Events.Torture;

/// <summary>Publishes events of random keys; the events of a key are numbered from 1.</summary>
internal sealed class NumberedEvents : IDisposable
{
    private readonly string _topic;
    private readonly Random _random;
    private readonly long[] _numbers;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly Action<string, TopicPartitionOffset>? _onAcknowledged;
    private string? _failure;
    private long _acknowledged;

    /// <param name="kafka">Brokers.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="keys">How many keys there are.</param>
    /// <param name="seed">Chooses the keys.</param>
    /// <param name="onAcknowledged">Told of each event's key and place, those of a key in their order.</param>
    public NumberedEvents(string kafka, string topic, int keys, int seed, Action<string, TopicPartitionOffset>? onAcknowledged = null)
    {
        _topic = topic;
        _onAcknowledged = onAcknowledged;
        _random = new Random(seed);
        _numbers = new long[keys];
        _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = kafka,
            Partitioner = Partitioner.Murmur2Random,
            EnableIdempotence = true,
            LingerMs = 2,
            // What is said here is published, however long the broker is away.
            MessageTimeoutMs = 0,
            ReconnectBackoffMaxMs = 500,
        }).SetLogHandler((_, _) => { }).Build();
    }

    public long Published { get; private set; }

    /// <summary>Events that no broker has acknowledged yet.</summary>
    public long Waiting => Published - Volatile.Read(ref _acknowledged);

    public void Publish(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var number = _random.Next(_numbers.Length);
            var key = $"k{number}";
            var message = new Message<byte[], byte[]> { Key = Encoding.ASCII.GetBytes(key), Value = Recount.Value(++_numbers[number]) };
            _producer.Produce(_topic, message, report =>
            {
                if (report.Error.IsError) Volatile.Write(ref _failure, report.Error.Reason);
                else _onAcknowledged?.Invoke(key, report.TopicPartitionOffset);
                Interlocked.Increment(ref _acknowledged);
            });
            Published++;
        }
    }

    /// <summary>Publishes a record that can't be decoded.</summary>
    public void PublishBroken()
    {
        var key = Encoding.ASCII.GetBytes($"k{_random.Next(_numbers.Length)}");
        _producer.Produce(_topic, new Message<byte[], byte[]> { Key = key, Value = [1, 2, 3] });
    }

    /// <summary>Waits until the topic has everything.</summary>
    public void Flush()
    {
        _producer.Flush(TimeSpan.FromMinutes(2));
        if (Volatile.Read(ref _failure) is { } failure) throw new InvalidOperationException($"publishing to {_topic}: {failure}");
    }

    public void Dispose() => _producer.Dispose();
}
