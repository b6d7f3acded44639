using Akka.Actor;
using Akka.Events.Committing;
using Akka.Events.Committing.Internal;
using Akka.Events.LocalServers;
using Akka.Events.Persistence.Internal;
using Akka.Events.Persistence.PostgreSql.Internal;
using Akka.Events.Persistence.Sqlite.Internal;
using Akka.Events.Publishing.Internal.Ordered;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Akka.Events.Bench.Commits;

internal sealed class CommitWorkload : IWorkload
{
    public string Name => "commit";

    public string Description => "Journal rows of one size through the committers of some shards, each one row after another.";

    public RunWorkload Prepare(WorkloadOptions options)
    {
        var postgres = options.Text("--postgres", "Npgsql's connection string; without it a private server with fsync.");
        var sqlite = options.Text("--sqlite", "A file, instead of PostgreSQL.");
        var shards = options.Count("--shards", "Shards that commit at once.", 8);
        var bytes = options.Count("--bytes", "Bytes of a row's one state event.", 20_000);
        var commits = options.Count("--commits", "Rows of all shards together.", 5_000);
        return async (parsed, result, ct) =>
        {
            await using var server = parsed.GetValue(sqlite) is null && parsed.GetValue(postgres) is null
                ? await PrivatePostgres.StartAsync(fsync: true) : null;
            EventStore store = parsed.GetValue(sqlite) is { } file
                ? new SqliteStore(new SqliteSettings { Path = Path.GetFullPath(file) }, TimeProvider.System)
                : new PostgreSqlStore(parsed.GetValue(postgres) ?? server!.ConnectionString, new PostgreSqlSettings());
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            builder.Services.AddAkka("bench", akka => akka.WithEventStore(store));
            using var host = builder.Build();
            await host.StartAsync(ct);
            var system = host.Services.GetRequiredService<ActorSystem>();
            var (states, _) = store.Open(system, NullLoggerFactory.Instance);
            await states.Initialize(ct);
            var settings = new JournalCommitterSettings(
                "bench", TimeSpan.FromDays(1), false, LostJournal.Stop, states,
                new PlainSenders(_ => throw new NotSupportedException("nothing is sent")), Random.Shared, TimeProvider.System, NullLogger.Instance);
            var group = $"commit-{Guid.NewGuid():n}";
            var count = parsed.GetValue(shards);
            var each = parsed.GetValue(commits) / count;
            var size = parsed.GetValue(bytes);
            var all = Enumerable.Range(0, count)
                .Select(shard => system.ActorOf(Props.Create(() => new CommittingShard(group, shard, settings, size)))).ToArray();
            await Commit(Math.Max(20, each / 10));
            var measured = await Measure.OfAsync(() => Commit(each));
            result.Measured(each * count, measured.Elapsed).Set("store", store.Description).Set("shards", count)
                .Set("bytes", size).Set("cpu_ms_each", Math.Round(measured.Cpu.TotalMilliseconds / (each * count), 3))
                .Set("ms_each", Math.Round(measured.Elapsed.TotalMilliseconds / each, 3));
            await host.StopAsync(ct);

            Task Commit(int rows) => Task.WhenAll(all.Select(shard => shard.Ask<Done>(new CommittingShard.Commit(rows), ct)));
        };
    }
}
