using System.Diagnostics;
using Akka.Events.Bench.Kafka;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Akka.Events.Bench.Sql;

internal sealed class OutboxWorkload : IWorkload
{
    public string Name => "outbox";

    public string Description => "Events published in the user's own database transactions, forwarded to Kafka, read with read_committed.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var kafka = new KafkaOptionsSet(options, records: 200_000);
        var writers = options.Count("--writers", "Connections that write at once.", 8);
        var each = options.Count("--per-transaction", "Events, and rows of the user's, of one transaction.", 1);
        var backlog = options.Flag("--backlog", "Nothing is forwarded before all is written; what is measured is how the backlog drains.");
        return async (parsed, result, ct) =>
        {
            var arguments = kafka.Read(parsed, Name);
            var topic = $"bench-outbox-{Guid.NewGuid().ToString("N")[..8]}";
            await using var services = await BenchServices.Start(arguments with { Topic = topic }, needsPostgres: true);
            await BenchTopic.Create(services.Bootstrap, topic, arguments.Partitions);
            await using var source = NpgsqlDataSource.Create(services.Postgres!);
            var users = new OutboxWriters(source, topic, arguments, parsed.GetValue(writers), parsed.GetValue(each));
            await users.CreateTable(ct);
            result.Set("guarantee", "exactly-once").Set("writers", parsed.GetValue(writers)).Set("per_transaction", parsed.GetValue(each));
            var writing = default(Measure);
            if (parsed.GetValue(backlog))
            {
                using var silent = await Start(services, forward: false, ct);
                writing = await Measure.OfAsync(() => users.Write(silent.Services.GetRequiredService<IOutbox>(), ct));
                await silent.StopAsync(ct);
            }
            using var reader = new OutboxReader(services.Bootstrap, topic, arguments.Records);
            using var memory = PeakMemory.Watch();
            using var host = await Start(services, forward: true, ct);
            long left = arguments.Records;
            var measured = await Measure.OfAsync(async () =>
            {
                if (!parsed.GetValue(backlog)) writing = await Measure.OfAsync(() => users.Write(host.Services.GetRequiredService<IOutbox>(), ct));
                left = arguments.Records - reader.Seen;
                await reader.All.WaitAsync(ct);
            });
            result.Started(measured).Measured(arguments.Records, measured.Elapsed).Set("cpu_seconds_measured", Math.Round(measured.Cpu.TotalSeconds, 2))
                .Set("writing_seconds", Math.Round(writing.Elapsed.TotalSeconds, 3)).Set("writing_rate", Math.Round(arguments.Records / writing.Elapsed.TotalSeconds))
                .Set("left_when_written", left).Set("rss_mb_before", memory.Before).Set("rss_mb_most", memory.Most);
            await host.StopAsync(ct);
            await reader.End(result);
        };
    }

    private static async Task<IHost> Start(BenchServices services, bool forward, CancellationToken ct)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddAkkaEvents(
            "bench", events => events.UseKafka(services.Bootstrap).UsePostgreSql(services.Postgres!).UseOutbox(o => o.Forward = forward));
        var host = builder.Build();
        await host.StartAsync(ct);
        return host;
    }

    /// <summary>The process's memory while it is watched, in MiB: a look every 20 ms.</summary>
    private sealed class PeakMemory : IDisposable
    {
        private readonly Timer _timer;
        private double _most;

        private PeakMemory(double before)
        {
            Before = _most = before;
            _timer = new Timer(_ => _most = Math.Max(_most, Now()), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
        }

        public double Before { get; }

        public double Most => _most;

        public static PeakMemory Watch()
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return new PeakMemory(Now());
        }

        public void Dispose() => _timer.Dispose();

        private static double Now()
        {
            using var process = Process.GetCurrentProcess();
            return Math.Round(process.WorkingSet64 / 1024.0 / 1024.0);
        }
    }
}
