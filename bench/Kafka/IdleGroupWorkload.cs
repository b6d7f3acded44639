using Akka.Actor;

namespace Akka.Events.Bench.Kafka;

internal sealed class IdleGroupWorkload : IWorkload
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public string Name => "idle-group";

    public string Description => "One group of entities over 100 partitions with nothing to do: its share of a core.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options, partitions: 100);
        var seconds = options.Count("--seconds", "Measured time, after 10 s to settle.", 20);
        return async (parsed, result, ct) =>
        {
            var arguments = kafka.Read(parsed, Name);
            arguments = arguments with { Topic = arguments.Topic + "-idle" };
            await using var services = await BenchServices.Start(arguments, needsPostgres: true);
            await BenchTopic.Create(services.Bootstrap, arguments.Topic, arguments.Partitions);
            var topic = BenchEvent.Topic(arguments.Topic);
            await using var host = await BenchHost.Start(
                services, arguments, group => group.Entity<Counter>(e => e.UseProps(_ => Props.Create(() => new Counter(topic)))), ct);
            await host.Assigned(arguments.Partitions, ct);
            result.Started();
            await Task.Delay(Settling, ct);
            var measure = await Measure.OfAsync(() => Task.Delay(TimeSpan.FromSeconds(parsed.GetValue(seconds)), ct));
            var held = host.Status.Partitions.Count;
            result.Set("guarantee", "exactly-once").Set("partitions", arguments.Partitions).Set("keys", 0).Set("value_bytes", 0)
                .Measured(0, measure.Elapsed)
                .Set("cpu_seconds", Math.Round(measure.Cpu.TotalSeconds, 3)).Set("core_share", Math.Round(measure.Cpu / measure.Elapsed, 4))
                .Check(held == arguments.Partitions, $"{held} of {arguments.Partitions} partitions held at the end");
        };
    }
}
