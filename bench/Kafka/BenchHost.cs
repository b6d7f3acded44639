using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Operating;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Bench.Kafka;

/// <summary>A service host with one group, as a user would set it up.</summary>
internal sealed class BenchHost : IAsyncDisposable
{
    private readonly IHost _host;

    private BenchHost(IHost host) => _host = host;

    public IEntities Entities => _host.Services.GetRequiredService<IEntities>();

    public GroupStatus Status => _host.Services.GetRequiredService<IEventsStatus>().Groups[0];

    public static async Task<BenchHost> Start(
        BenchServices services, KafkaArguments arguments, Action<GroupBuilder> group, CancellationToken ct)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromMinutes(2));
        builder.Services.AddAkkaEvents("bench", events =>
        {
            events.UseKafka(services.Bootstrap);
            if (services.Postgres is { } postgres) events.UsePostgreSql(postgres);
            events.Group(arguments.Group, group);
        });
        var host = builder.Build();
        await host.StartAsync(ct);
        return new BenchHost(host);
    }

    /// <summary>Waits until the group has so many partitions here, each with its shard recovered and reading begun.</summary>
    public async Task Assigned(int partitions, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (Status.Partitions.Count < partitions) await timer.WaitForNextTickAsync(ct);
    }

    /// <summary>
    /// Waits until every partition is finished up to its end, and measures from the first record finished. Kills the process once so many
    /// records are finished, where that was asked for.
    /// </summary>
    /// <exception cref="OperationCanceledException">The process was told to end; says what was left.</exception>
    public async Task<BenchRun> CatchUp(IReadOnlyDictionary<int, long> ends, long? crashAfter, CancellationToken ct)
    {
        var stopping = _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        // Milliseconds between looks at the status, which are work of the process that is measured.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        long begun = 0;
        double startup = 0;
        var cpu = TimeSpan.Zero;
        while (true)
        {
            await timer.WaitForNextTickAsync(ct);
            var status = Status;
            if (stopping.IsCancellationRequested)
                throw new OperationCanceledException(
                    $"Told to end before these partitions were finished: {string.Join(' ', Unfinished(status, ends))}, of {string.Join(' ', status.Partitions)}");
            if (begun == 0 && status.Handled > 0)
            {
                begun = TimeProvider.System.GetTimestamp();
                cpu = Environment.CpuUsage.TotalTime;
                startup = (DateTime.Now - System.Diagnostics.Process.GetCurrentProcess().StartTime).TotalSeconds;
            }
            if (crashAfter is { } crash && status.Handled >= crash) System.Diagnostics.Process.GetCurrentProcess().Kill();
            if (Unfinished(status, ends).Any()) continue;
            var ended = TimeProvider.System.GetTimestamp();
            var total = Environment.CpuUsage.TotalTime;
            return new BenchRun(
                status.Handled, begun == 0 ? TimeSpan.Zero : TimeProvider.System.GetElapsedTime(begun, ended), ended, startup, total,
                total - cpu);
        }
    }

    /// <summary>Waits until all that entities have published is in Kafka too, and measures until then.</summary>
    public async Task<BenchRun> Sent(BenchRun run, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (Status.Unsent > 0) await timer.WaitForNextTickAsync(ct);
        var ended = TimeProvider.System.GetTimestamp();
        var (more, cpu) = (TimeProvider.System.GetElapsedTime(run.Ended, ended), Environment.CpuUsage.TotalTime);
        return run with { Elapsed = run.Elapsed + more, Ended = ended, Cpu = cpu, CpuMeasured = run.CpuMeasured + cpu - run.Cpu };
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private static IEnumerable<KeyValuePair<int, long>> Unfinished(GroupStatus status, IReadOnlyDictionary<int, long> ends) =>
        ends.Where(end => !status.Partitions.Any(p => p.Partition == end.Key && Finished(p, end.Value)));

    // Where the group had finished before, no record moves the watermark.
    private static bool Finished(PartitionStatus partition, long end) =>
        partition.Watermark is { } watermark ? watermark >= end : end == 0 || partition.Lag == 0;
}
