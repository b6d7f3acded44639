using System.Diagnostics;
using Akka.Events.LocalServers;
using Akka.Events.Torture.Checking;
using Akka.Events.Torture.Faults;
using Akka.Events.Torture.Working;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Torture;

/// <summary>One run: servers, workers, events, questions, faults, and the verdict.</summary>
internal sealed class Torture : IAsyncDisposable
{
    private static readonly long Begun = Stopwatch.GetTimestamp();

    // A topic whose segments end after two seconds and are compacted at once.
    private static readonly string[] s_compacted =
        ["cleanup.policy=compact", "segment.ms=2000", "min.cleanable.dirty.ratio=0.01", "max.compaction.lag.ms=2000"];

    private static readonly string[] s_broker =
    [
        "group.min.session.timeout.ms=1000", "group.consumer.min.session.timeout.ms=1000",
        $"group.consumer.session.timeout.ms={TortureOptions.SessionTimeout.TotalMilliseconds:0}",
        "group.consumer.heartbeat.interval.ms=500", "group.consumer.min.heartbeat.interval.ms=100", "log.cleaner.backoff.ms=500", "log.cleaner.dedupe.buffer.size=8388608",
    ];

    private readonly TortureOptions _options;
    private readonly string _folder;
    private readonly RealKafka _kafka;
    private readonly PrivatePostgres _postgres;
    private readonly FaultLog _log = new(Say);
    private readonly History _history;
    private readonly LedgerOptions _ledgers;
    private readonly KeptWorker[] _workers;
    private long _published;

    private Torture(TortureOptions options, string folder, RealKafka kafka, PrivatePostgres postgres)
    {
        (_options, _folder, _kafka, _postgres) = (options, folder, kafka, postgres);
        _history = new History(Topics) { Attempts = options.Soak ? null : [] };
        _ledgers = new LedgerOptions(kafka.Bootstrap, Store(), TortureOptions.Topic, TortureOptions.Group)
        {
            Protocol = options.Protocol,
            SessionTimeout = TortureOptions.SessionTimeout,
            CheckpointEvery = TortureOptions.CheckpointEvery,
        };
        if (options.Soak) _ledgers = _ledgers with { FencingHorizon = TortureOptions.SoakHorizon };
        _workers = Workers();
    }

    private string[] Topics => _options.OneTopic ? [TortureOptions.Topic] : [TortureOptions.Topic, TortureOptions.SecondTopic];

    private IEnumerable<WorkerProcess> Processes => _workers.Select(worker => worker.Process);

    public static async Task<int> Run(TortureOptions options, CancellationToken ct)
    {
        if ((RealKafka.WhyUnavailable ?? PrivatePostgres.WhyUnavailable) is { } missing)
        {
            await Console.Error.WriteLineAsync(missing);
            return 1;
        }
        var folder = options.Keep ?? Directory.CreateTempSubdirectory("akka-events-torture-").FullName;
        Directory.CreateDirectory(folder);
        await using var kafka = await RealKafka.StartAsync(1, false, s_broker);
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var torture = new Torture(options, folder, kafka, postgres);
        var whole = await torture.Run(ct);
        if (whole && options.Keep is null) Directory.Delete(folder, recursive: true);
        else Say($"logs and notes are in {folder}");
        return whole ? 0 : 1;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.Process.DisposeAsync();
            worker.Dispose();
        }
    }

    private async Task<bool> Run(CancellationToken ct)
    {
        await _kafka.CreateTopicAsync(TortureOptions.Topic, _options.Partitions);
        if (!_options.OneTopic)
        {
            await _kafka.CreateTopicAsync(TortureOptions.SecondTopic, _options.Partitions, s_compacted);
            _history.Compacted.Add(TortureOptions.SecondTopic);
        }
        foreach (var worker in Processes) await worker.Start();
        var askers = new Askers(_options.Seed, [.. Processes]);
        var soak = new Soak(_postgres, _workers[0].Process, () => Volatile.Read(ref _published), Path.Combine(_folder, "soak"));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var publishing = Publish(end.Token);
        Say("the workers begin");
        if (!await Eventually(() => Committed(TortureOptions.Topic).Values.All(offset => offset > 0), ct))
            throw new TimeoutException("the group doesn't begin");
        end.CancelAfter(_options.Time);
        var measuring = _options.Soak ? soak.Run(TortureOptions.SampleEvery, end.Token) : Task.CompletedTask;
        await Task.WhenAll([publishing, askers.Run(end.Token), measuring, .. Faults(end.Token)]);
        ct.ThrowIfCancellationRequested();

        var wrong = await Settle(ct);
        if (wrong is null)
        {
            _history.Answers.AddRange(askers.Answers);
            var counts = ReadNotes();
            var check = HistoryCheck.Of(_history);
            var violations = check.Violations.Concat(askers.Unexpected).ToArray();
            foreach (var violation in violations.Take(100)) Say(violation);
            if (violations.Length > 0) wrong = $"{violations.Length} violations";
            Say($"faults: {_log}");
            Say("within workers: " + string.Join(", ", counts.OrderBy(count => count.Key).Select(each => $"{each.Key} {each.Value:N0}")));
            Say($"{_history.Answers.Count:N0} answers, {check.Stale} of them from a former owner; unanswered: "
                + string.Join(", ", askers.Failures.Select(failure => $"{failure.Key} {failure.Value:N0}")));
            Say($"{check.Gone:N0} records were deleted or compacted away before they were handled");
        }
        if (_options.Soak) await Console.Out.WriteAsync(soak.ToString());
        await Console.Out.WriteLineAsync(
            $"torture, seed {_options.Seed}: {_options.Time.TotalMinutes:0.#} minutes, {_log.Count} faults, {_published:N0} events, "
            + $"{TortureOptions.Keys} keys: {wrong ?? "whole"}");
        return wrong is null;
    }

    private IEnumerable<Task> Faults(CancellationToken end)
    {
        var (seed, calm, loses) = (_options.Seed, _options.Calm, !_options.Soak);
        foreach (var worker in _workers)
            yield return new WorkerFaults(seed, _log).Run(worker, lives: _options.Soak && worker.Number == 1, calm, end);
        yield return new BrokerFaults(seed, _log, _kafka, _ledgers, _options.Partitions, _history).Run(loses, calm, end);
        FaultKind[] kinds =
        [
            .. _options.Soak ? (FaultKind[])[] : [FaultKind.PingPongAndKill],
            .. _options.Sqlite ? (FaultKind[])[] : [FaultKind.FrozenInTransaction],
            .. loses && !_options.OneTopic ? [FaultKind.KeysBlockedWhileCompacted] : (FaultKind[])[],
            .. _options.Cluster ? [FaultKind.ClusterSplit] : (FaultKind[])[],
        ];
        var second = _options.OneTopic ? null : TortureOptions.SecondTopic;
        yield return new GroupFaults(seed, _log, _postgres, _workers, Path.Combine(_folder, "blocked")).Run(kinds, second, calm, end);
        if (!_options.Sqlite) yield return new DatabaseFaults(seed, _log, _postgres, _workers).Run(calm, end);
    }

    private KeptWorker[] Workers()
    {
        var numbers = Enumerable.Range(1, _options.Workers).ToArray();
        var cluster = _options.Cluster ? numbers.Select(_ => FreePorts.Take(2)).ToArray() : [];
        return
        [
            .. numbers.Select(number =>
            {
                TcpProxy[] ways = _options.Sqlite ? [] : [new(FreePorts.Take(1)[0], _postgres.Port), new(FreePorts.Take(1)[0], null)];
                var folder = Path.Combine(_folder, $"worker-{number}");
                var ports = _options.Cluster ? new ClusterPorts(cluster[number - 1][0], cluster[number - 1][1], cluster[0][1]) : null;
                var options = _ledgers with
                {
                    Store = _options.Sqlite ? _ledgers.Store : Through(ways),
                    Worker = new WorkerOptions(number, 0, folder, FreePorts.Take(1)[0])
                    {
                        Mischief = _options.Seed, NotesRuns = !_options.Soak, Cluster = ports,
                    },
                };
                var way = ports is null ? null : new TcpProxy(ports.Public, ports.Bound);
                return new KeptWorker(number, new WorkerProcess(options, folder), ways, way);
            }),
        ];
    }

    private static string Through(IEnumerable<TcpProxy> ways) =>
        $"Host={string.Join(',', ways.Select(way => $"127.0.0.1:{way.Port}"))};Username=akka;Database=akka;Timeout=5";

    private string Store() =>
        _options.Sqlite ? LedgerOptions.SqlitePrefix + Path.Combine(_folder, "events.db") : _postgres.ConnectionString;

    private async Task Publish(CancellationToken end)
    {
        const int perSecond = 20;
        var gate = new Lock();
        var all = Topics.Select((topic, index) => new NumberedEvents(
            _kafka.Bootstrap, topic, TortureOptions.Keys, _options.Seed + index,
            (key, place) =>
            {
                lock (gate) _history.Publish(place.Topic, key, place.Partition, place.Offset);
            })).ToArray();
        var rate = _options.Rate / perSecond;
        var backlog = _options.Rate * 60; // what the clients hold while the broker is away
        using (var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond)))
        {
            // Of a compacted topic most is gone before it is read where much is published.
            var least = rate / 4;
            for (var tick = 1; !end.IsCancellationRequested; tick++)
            {
                await timer.WaitForNextTickAsync(CancellationToken.None);
                if (all.Sum(events => events.Waiting) > backlog) continue;
                for (var index = 0; index < all.Length; index++) all[index].Publish(index == 0 ? rate - (all.Length - 1) * least : least);
                if (tick % (10 * perSecond) == 0) all[tick / perSecond % all.Length].PublishBroken();
                Volatile.Write(ref _published, all.Sum(events => events.Published));
            }
        }
        foreach (var events in all)
        {
            await Task.Run(events.Flush, CancellationToken.None);
            events.Dispose();
        }
    }

    /// <summary>Lets the group come to rest and reads what it has kept; null, or what keeps it from that.</summary>
    private async Task<string?> Settle(CancellationToken ct)
    {
        Say("the faults have ended; the workers catch up");
        var ends = Topics.ToDictionary(topic => topic, topic => Recount.Ends(_kafka.Bootstrap, topic, _options.Partitions));
        foreach (var (topic, end) in ends)
            if (await CatchUp(topic, end, ct) is { } behind) return behind;
        Say("the workers leave");
        await Task.WhenAll(Processes.Select(worker => worker.Stop()));
        var options = _ledgers with { Store = Store(), SecondTopic = _options.OneTopic ? null : TortureOptions.SecondTopic };
        using var host = LedgerHost.Build(options, logging => logging
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning));
        await host.StartAsync(ct);
        if (!await Eventually(() => ends.All(end => new[] { host }.Finished(end.Key, end.Value)), ct))
            return "a fresh process doesn't find the group finished";
        Say("the journal is read");
        await Kept.Read(host, _history, whole: !_options.Soak, ct);
        await host.StopAsync(ct);
        return null;
    }

    private Dictionary<NoteKind, int> ReadNotes()
    {
        var counts = new Dictionary<NoteKind, int>();
        foreach (var worker in Processes)
            for (var life = 1; life <= worker.Lives; life++)
                Notes.Read(worker.Folder, (worker.Options.Worker! with { Life = life }).Process, Topics, _history.Attempts, counts);
        return counts;
    }

    private async Task<string?> CatchUp(string topic, IReadOnlyDictionary<int, long> ends, CancellationToken ct)
    {
        IReadOnlyDictionary<int, long> committed = ends;
        bool Done()
        {
            committed = Committed(topic);
            return ends.All(end => committed[end.Key] >= end.Value);
        }
        if (await Eventually(Done, ct)) return null;
        return "stuck: " + string.Join(
            ", ",
            ends.Where(end => committed[end.Key] < end.Value).Select(end => $"{topic} [{end.Key}] at {committed[end.Key]} of {end.Value}"));
    }

    private IReadOnlyDictionary<int, long> Committed(string topic) =>
        Recount.Committed(_kafka.Bootstrap, topic, _options.Partitions, TortureOptions.Group);

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
