using Confluent.Kafka;

namespace Akka.Events.Bench.Kafka;

/// <summary>Sends records at a steady rate, each with the time of its sending: those that are due go out every millisecond.</summary>
internal sealed class PacedProducer(string bootstrap, KafkaArguments arguments, int rate)
{
    private const int Seed = 43;

    public async Task Send(int records, CancellationToken ct)
    {
        var config = BenchTopic.ProducerConfig(bootstrap);
        config.LingerMs = 0;
        using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
        var random = new Random(Seed);
        string? failure = null;
        var begun = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var sent = 0; sent < records && await timer.WaitForNextTickAsync(ct);)
        {
            for (var due = Math.Min(records, TimeProvider.System.GetElapsedTime(begun).TotalSeconds * rate); sent < due; sent++)
            {
                var value = BenchTopic.Value(sent, BenchTopic.Now(), arguments.ValueBytes);
                var key = BenchTopic.Key(random.Next(arguments.Keys), arguments.KeyBytes);
                BenchTopic.Send(producer, arguments.Topic, key, value, error => failure = error);
            }
        }
        producer.Flush(ct);
        if (failure is not null) throw new InvalidOperationException($"sending to {arguments.Topic}: {failure}");
    }
}
