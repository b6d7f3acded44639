using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Group;
using Akka.Events.Kafka.Internal.Native;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Bench.Kafka;

internal sealed class RawWorkload : IWorkload
{
    public string Name => "raw";

    public string Description =>
        "The client's native batch loop without a handler: what the client can give. --loop for the tuned Consume() loop.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options);
        var loop = options.Flag("--loop", "Confluent.Kafka's Consume() in a loop, tuned.");
        return async (parsed, result, ct) =>
        {
            var arguments = kafka.Read(parsed, Name);
            await using var services = await BenchServices.Start(arguments, needsPostgres: false);
            var records = await BenchTopic.Prepare(services.Bootstrap, arguments);
            result.Set("guarantee", "none").Set("loop", parsed.GetValue(loop) ? "Consume()" : "native batches");
            var measured = parsed.GetValue(loop) ? Loop(services.Bootstrap, arguments.Topic, records) : await Native(
                services.Bootstrap, arguments.Topic, records, ct);
            result.Set("partitions", arguments.Partitions).Set("keys", arguments.Keys).Set("value_bytes", arguments.ValueBytes)
                .Started(measured)
                .Measured(records, measured.Elapsed).Set("cpu_seconds", Math.Round(measured.Cpu.TotalSeconds, 2));
        };
    }

    private static Measure Loop(string bootstrap, string topic, long records)
    {
        using var consumer = BenchTopic.NewConsumer(bootstrap, "bench-raw-" + Guid.NewGuid().ToString("N"));
        consumer.Subscribe(topic);
        long read = 0;
        Measuring? measuring = null;
        while (read < records)
        {
            var record = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new TimeoutException("nothing for 30 s");
            if (record.IsPartitionEOF) continue;
            measuring ??= new Measuring();
            read++;
        }
        var measured = measuring!.End();
        consumer.Close();
        return measured;
    }

    private static async Task<Measure> Native(string bootstrap, string topic, long records, CancellationToken ct)
    {
        var settings = new GroupConsumerSettings { BootstrapServers = bootstrap, GroupId = "bench-raw-" + Guid.NewGuid().ToString("N") };
        var consumer = GroupConsumers.Create(settings, NullLogger.Instance, TimeProvider.System);
        var events = new Reading(records);
        consumer.Start([topic], events);
        var measured = await events.Done.Task.WaitAsync(ct);
        await consumer.Close();
        return measured;
    }

    private sealed class Measuring
    {
        private readonly long _begun = TimeProvider.System.GetTimestamp();
        private readonly TimeSpan _cpu = Environment.CpuUsage.TotalTime;

        public Measure End() => new(TimeProvider.System.GetElapsedTime(_begun), Environment.CpuUsage.TotalTime - _cpu);
    }

    /// <summary>Reads all partitions on one thread, batch by batch.</summary>
    private sealed class Reading(long records) : IGroupConsumerEvents, IRecordSink
    {
        private readonly SemaphoreSlim _available = new(0);
        private long _read;
        private long _bytes;
        private Measuring? _measuring;

        public TaskCompletionSource<Measure> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Joined()
        {
        }

        public void Assigned(IReadOnlyList<IPartitionQueue> partitions)
        {
            foreach (var partition in partitions) partition.Available = () => _available.Release();
            new Thread(() => Read(partitions)) { IsBackground = true }.Start();
        }

        public Task Revoked(IReadOnlyList<TopicPartition> partitions) => Task.CompletedTask;

        public void Lost(IReadOnlyList<TopicPartition> partitions)
        {
        }

        public void Failed(Error error)
        {
            if (error.IsFatal) Done.TrySetException(new KafkaException(error));
        }

        void IRecordSink.OnRecord(in RawRecord record)
        {
            _measuring ??= new Measuring();
            _read++;
            _bytes += record.Key.Length + record.Value.Length;
        }

        void IRecordSink.OnEnd(long offset)
        {
        }

        void IRecordSink.OnError(Error error) => Done.TrySetException(new KafkaException(error));

        private void Read(IReadOnlyList<IPartitionQueue> partitions)
        {
            while (!Done.Task.IsCompleted)
            {
                var read = 0;
                foreach (var partition in partitions) read += partition.Read(1000, this);
                if (_read >= records) Done.TrySetResult(_measuring!.End());
                else if (read == 0) _available.Wait(TimeSpan.FromMilliseconds(100));
            }
        }
    }
}
