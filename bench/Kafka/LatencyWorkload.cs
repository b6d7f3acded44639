using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Akka.Events.Topics;

namespace Akka.Events.Bench.Kafka;

internal sealed class LatencyWorkload : IWorkload
{
    private const int WarmUpSeconds = 5;

    public string Name => "latency";

    public string Description => "count at a steady rate: from an event's creation to its durable effect.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options);
        var rate = options.Count("--rate", "Records a second.", 2_000);
        var seconds = options.Count("--seconds", "Measured time, after 5 s to warm up.", 30);
        return async (parsed, result, ct) =>
        {
            var (perSecond, measured) = (parsed.GetValue(rate), parsed.GetValue(seconds));
            var arguments = kafka.Read(parsed, Name);
            // What a topic held before was made long ago.
            var name = $"{arguments.Topic}-latency-{Guid.NewGuid().ToString("N")[..8]}";
            arguments = arguments with { Topic = name, Records = perSecond * (measured + WarmUpSeconds) };
            await using var services = await BenchServices.Start(arguments, needsPostgres: true);
            await BenchTopic.Create(services.Bootstrap, arguments.Topic, arguments.Partitions);
            await GroupReset.Reset(services, arguments, ct);
            var ledger = await CommitLedger.Open(services, arguments, ct);
            var topic = BenchEvent.Topic(arguments.Topic);
            var first = perSecond * WarmUpSeconds;
            var latencies = new Latencies(arguments.Records - first);
            await using var host = await BenchHost.Start(
                services, arguments,
                group => group.Options(o => o.Durable = Durable)
                    .Entity<Counter>(e => e.UseProps(_ => Props.Create(() => new Counter(topic)))),
                ct);
            await host.Assigned(arguments.Partitions, ct);
            var begun = TimeProvider.System.GetTimestamp();
            await new PacedProducer(services.Bootstrap, arguments, perSecond).Send(arguments.Records, ct);
            var run = await host.CatchUp(BenchTopic.Ends(services.Bootstrap, arguments.Topic), arguments.CrashAfter, ct);
            run.Report(result.Set("guarantee", "exactly-once"), arguments);
            latencies.Report(result.Measured(run.Records, TimeProvider.System.GetElapsedTime(begun, run.Ended)));
            result.Note($"the first {WarmUpSeconds} s aren't measured; the producer runs in the same process")
                .Check(latencies.Count == arguments.Records - first, $"{latencies.Count} of {arguments.Records - first} records seen");
            await ledger.Report(result, run.Records, ct);
            await CountWorkload.Check(services.Bootstrap, arguments, host, result, ct);

            void Durable(Handling.EventContext context)
            {
                var now = BenchTopic.Now();
                if (context is not EventDelivery<BenchEvent> delivery) return;
                // The handler has let go of the event; the record's bytes are still there.
                delivery.Decode();
                if (delivery.Event is { } e && e.Sequence >= first) latencies.Add(now - e.CreatedMicroseconds);
            }
        };
    }
}
