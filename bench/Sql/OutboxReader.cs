using System.Buffers.Text;
using Akka.Events.Bench.Kafka;
using Confluent.Kafka;

namespace Akka.Events.Bench.Sql;

/// <summary>Reads what has come, as a reader with read_committed sees it, and checks that each event comes once and in its key's order.</summary>
internal sealed class OutboxReader : IDisposable
{
    private readonly string _bootstrap;
    private readonly string _topic;
    private readonly long _expected;
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<int, long> _last = [];
    private readonly Task _reading;
    private long _seen;
    private long _wrong;

    public OutboxReader(string bootstrap, string topic, long expected)
    {
        (_bootstrap, _topic, _expected) = (bootstrap, topic, expected);
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public long Seen => Volatile.Read(ref _seen);

    /// <summary>As many as are expected have come.</summary>
    public Task All => _all.Task;

    /// <summary>Reads to the topic's end, for what is there twice.</summary>
    public async Task End(WorkloadResult result)
    {
        await _stop.CancelAsync();
        await _reading;
        var keys = BenchTopic.CountKeys(_bootstrap, _topic);
        result.Check(keys.Values.Sum() == _expected, $"{keys.Values.Sum()} events in the topic for {_expected}")
            .Check(_wrong == 0, $"{_wrong} events came out of their key's order, or again");
    }

    public void Dispose() => _stop.Dispose();

    private void Read()
    {
        using var consumer = BenchTopic.NewConsumer(_bootstrap, "bench-outbox-reader");
        consumer.Assign(BenchTopic.Partitions(_bootstrap, _topic).Select(p => new TopicPartitionOffset(p, Offset.Beginning)));
        while (!_stop.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is not { IsPartitionEOF: false } record) continue;
            // k0000001, and {"seq":123,…
            Utf8Parser.TryParse(record.Message.Key.AsSpan(1), out int key, out _);
            Utf8Parser.TryParse(record.Message.Value.AsSpan(7), out long sequence, out _);
            if (_last.TryGetValue(key, out var last) && last >= sequence) _wrong++;
            _last[key] = sequence;
            if (Interlocked.Increment(ref _seen) == _expected) _all.SetResult();
        }
    }
}
