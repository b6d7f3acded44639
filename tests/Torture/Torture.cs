using System.Diagnostics;
using Akka.Events.LocalServers;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Torture;

/// <summary>One run: servers, workers, events, faults, and the verdict.</summary>
internal static class Torture
{
    private static readonly long Begun = Stopwatch.GetTimestamp();

    public static async Task<int> Run(TortureOptions options, CancellationToken ct)
    {
        if ((RealKafka.WhyUnavailable ?? PrivatePostgres.WhyUnavailable) is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 1;
        }
        var logs = options.Keep ?? Directory.CreateTempSubdirectory("akka-events-torture-").FullName;
        await using var kafka = await RealKafka.StartAsync(1, false, "group.min.session.timeout.ms=1000", "group.consumer.min.session.timeout.ms=1000",
            $"group.consumer.session.timeout.ms={TortureOptions.SessionTimeout.TotalMilliseconds:0}", "group.consumer.heartbeat.interval.ms=500", "group.consumer.min.heartbeat.interval.ms=100");
        await using var postgres = await PrivatePostgres.StartAsync();
        await kafka.CreateTopicAsync(TortureOptions.Topic, TortureOptions.Partitions);
        if (options.CoPartitioned) await kafka.CreateTopicAsync(TortureOptions.SecondTopic, TortureOptions.Partitions);
        var store = options.Sqlite
            ? LedgerOptions.SqlitePrefix + Path.Combine(logs, "events.db") : $"{postgres.ConnectionString};Timeout=5";
        var ledgers = new LedgerOptions(kafka.Bootstrap, store, TortureOptions.Topic, TortureOptions.Group)
        {
            Protocol = options.Protocol,
            SecondTopic = options.CoPartitioned ? TortureOptions.SecondTopic : null,
            SessionTimeout = TortureOptions.SessionTimeout,
            CheckpointEvery = TortureOptions.CheckpointEvery,
        };
        var workers = Enumerable.Range(1, options.Workers).Select(n => new WorkerProcess(ledgers, Path.Combine(logs, $"worker-{n}")))
            .ToArray();
        try
        {
            foreach (var worker in workers) await worker.Start();
            using var events = new NumberedEvents(kafka.Bootstrap, TortureOptions.Topic, TortureOptions.Keys, options.Seed);
            var faults = new Faults(options.Seed, kafka, postgres, workers, Say);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
            end.CancelAfter(options.Time);
            await Task.WhenAll(Publish(events, options.Rate, end.Token), faults.Run(end.Token));
            ct.ThrowIfCancellationRequested();
            events.Flush();
            var verdict = await Check(ledgers, workers, events.Published, ct);
            var differs = verdict != "equal";
            if (differs) Say($"the workers' logs are in {logs}");
            await Console.Out.WriteLineAsync(
                $"torture, seed {options.Seed}: {options.Time.TotalMinutes:0.#} minutes, {faults.Count} faults, {events.Published:N0} events, {TortureOptions.Keys} keys: {verdict}");
            if (!differs && options.Keep is null) Directory.Delete(logs, recursive: true);
            return differs ? 1 : 0;
        }
        finally
        {
            foreach (var worker in workers) await worker.DisposeAsync();
        }
    }

    private static async Task Publish(NumberedEvents events, int rate, CancellationToken end)
    {
        const int perSecond = 20;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        var backlog = rate * 60; // what the client holds while the broker is away
        while (!end.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            if (events.Waiting < backlog) events.Publish(rate / perSecond);
        }
    }

    /// <summary>"equal", or what isn't.</summary>
    private static async Task<string> Check(LedgerOptions options, WorkerProcess[] workers, long published, CancellationToken ct)
    {
        var ends = Recount.Ends(options.Kafka, options.Topic, TortureOptions.Partitions);
        Say("the faults have ended; the workers catch up");
        var behind = await CatchUp(options, ends, ct);
        if (behind is not null) return behind;
        Say("the workers leave");
        await Task.WhenAll(workers.Select(worker => worker.Stop()));
        var expected = Recount.Read(options.Kafka, options.Topic, ends);
        var counted = expected.Values.Sum(ledger => ledger.Count);
        if (counted != published) return $"{published:N0} were published, but {counted:N0} are in the topic";

        using var host = LedgerHost.Build(options, logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning));
        await host.StartAsync(ct);
        if (!await Eventually(() => new[] { host }.Finished(options.Topic, ends), ct))
            return "a fresh process doesn't find the group finished";
        var wrong = 0;
        foreach (var (key, ledger) in expected)
        {
            var kept = await host.Ledger(key, ct);
            if (kept == ledger) continue;
            wrong++;
            Say($"{key}: expected {ledger}, but its entity says {kept}");
        }
        await host.StopAsync(ct);
        return wrong == 0 ? "equal" : $"{wrong} keys differ";
    }

    private static async Task<string?> CatchUp(LedgerOptions options, IReadOnlyDictionary<int, long> ends, CancellationToken ct)
    {
        IReadOnlyDictionary<int, long> committed = ends;
        bool Done()
        {
            committed = Recount.Committed(options.Kafka, options.Topic, TortureOptions.Partitions, options.Group);
            return ends.All(end => committed[end.Key] >= end.Value);
        }
        if (await Eventually(Done, ct)) return null;
        return "stuck: " + string.Join(
            ", ",
            ends.Where(end => committed[end.Key] < end.Value).Select(end => $"partition {end.Key} at {committed[end.Key]} of {end.Value}"));
    }

    private static async Task<bool> Eventually(Func<bool> condition, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (!await Task.Run(condition, ct))
        {
            if (Stopwatch.GetElapsedTime(begun) > TortureOptions.CatchUp) return false;
            await timer.WaitForNextTickAsync(ct);
        }
        return true;
    }

    private static void Say(string what) =>
        Console.Error.WriteLine(
            $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {Stopwatch.GetElapsedTime(Begun).TotalSeconds,6:0.0} s  {what}");
}
