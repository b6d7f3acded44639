using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Topics.Internal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Events.Bench.Kafka;

internal sealed class PublishWorkload : IWorkload
{
    private const int WarmUp = 20_000;

    public string Name => "publish";

    public string Description => "Typed events through IEvents.PublishAllAsync, with CloudEvents headers, acknowledged by all replicas.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options);
        return async (parsed, result, ct) =>
        {
            var arguments = kafka.Read(parsed, Name);
            await using var services = await BenchServices.Start(arguments, needsPostgres: false);
            await BenchTopic.Create(services.Bootstrap, arguments.Topic, arguments.Partitions);
            var before = BenchTopic.Count(services.Bootstrap, arguments.Topic);
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            builder.Services.AddAkkaEvents("bench", events => events.UseKafka(services.Bootstrap));
            using var host = builder.Build();
            await host.StartAsync(ct);
            var events = host.Services.GetRequiredService<IEvents>();
            var topic = Topics.Topic.Json<BenchEvent>(
                arguments.Topic, e => $"k{e.Sequence % arguments.Keys:0000000}", BenchJson.Default.BenchEvent);
            await events.PublishAllAsync(topic, Events(WarmUp, arguments.ValueBytes), ct);
            var measure = await Measure.OfAsync(() => events.PublishAllAsync(topic, Events(arguments.Records, arguments.ValueBytes), ct));
            result.Started(measure).Measured(arguments.Records, measure.Elapsed)
                .Set("cpu_seconds_measured", Math.Round(measure.Cpu.TotalSeconds, 2));
            await host.StopAsync(ct);
            var published = BenchTopic.Count(services.Bootstrap, arguments.Topic) - before;
            result.Check(published == arguments.Records + WarmUp, $"{published} of {arguments.Records + WarmUp} events in the topic");
        };
    }

    private static IEnumerable<BenchEvent> Events(int count, int valueBytes)
    {
        var padding = new string('x', Math.Max(0, valueBytes - 50));
        for (var i = 0; i < count; i++) yield return new BenchEvent { Sequence = i, CreatedMicroseconds = BenchTopic.Now(), Padding = padding };
    }
}
