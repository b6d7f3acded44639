using System.Diagnostics;
using System.Runtime;
using Akka.Actor;
using Akka.Events.Hosting;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Bench.Kafka;

internal sealed class HostStartWorkload : IWorkload
{
    public string Name => "host-start";

    public string Description => "A host with one group, from StartAsync to its first event handled, in a fresh process and in a warm one.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options);
        var warm = options.Count("--rounds", "Starts after the first: what is left when all code is compiled.", 5);
        return async (parsed, result, ct) =>
        {
            var arguments = kafka.Read(parsed, Name);
            arguments = arguments with { Topic = arguments.Topic + "-start" };
            await using var services = await BenchServices.Start(arguments, needsPostgres: true);
            await BenchTopic.Create(services.Bootstrap, arguments.Topic, arguments.Partitions);
            await Produce(services.Bootstrap, arguments.Topic);

            var cold = await StartAsync(services, arguments, ct);
            result.Started().Set("guarantee", "exactly-once").Set("partitions", arguments.Partitions)
                .Measured(1, cold.Handled).Set("started_seconds", Seconds(cold.Started)).Set("jit_methods", JitInfo.GetCompiledMethodCount());
            var rounds = new List<HostStart>();
            while (rounds.Count < parsed.GetValue(warm)) rounds.Add(await StartAsync(services, arguments, ct));
            result.Set("warm_seconds", Seconds(Median(rounds.Select(round => round.Handled))))
                .Set("warm_started_seconds", Seconds(Median(rounds.Select(round => round.Started))));
        };
    }

    // A group of its own each time: nothing is left of the one before.
    private static async Task<HostStart> StartAsync(BenchServices services, KafkaArguments arguments, CancellationToken ct)
    {
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var topic = BenchEvent.Topic(arguments.Topic);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddAkkaEvents("bench", events =>
        {
            events.UseKafka(services.Bootstrap);
            events.UsePostgreSql(services.Postgres!);
            events.Group($"{arguments.Group}-{Guid.NewGuid():n}", group => group.Entity<FirstEvent>(
                entity => entity.UseProps(_ => Props.Create(() => new FirstEvent(topic, handled)))));
        });
        using var host = builder.Build();
        var begun = Stopwatch.GetTimestamp();
        await host.StartAsync(ct);
        var started = Stopwatch.GetElapsedTime(begun);
        await handled.Task.WaitAsync(TimeSpan.FromMinutes(1), ct);
        var elapsed = Stopwatch.GetElapsedTime(begun);
        await host.StopAsync(ct);
        return new HostStart(started, elapsed);
    }

    private static async Task Produce(string bootstrap, string topic)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(BenchTopic.ProducerConfig(bootstrap)).Build();
        var record = new Message<byte[], byte[]> { Key = BenchTopic.Key(1, 8), Value = BenchTopic.Value(1, BenchTopic.Now(), 100) };
        await producer.ProduceAsync(topic, record);
    }

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    private static TimeSpan Median(IEnumerable<TimeSpan> times) => times.Order().ToArray() is var ordered ? ordered[ordered.Length / 2] : default;

    /// <summary>From the call of StartAsync: to its return, and to the first event handled.</summary>
    private readonly record struct HostStart(TimeSpan Started, TimeSpan Handled);
}
