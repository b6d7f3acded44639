using Akka.Events.LocalServers;
using Npgsql;
using static Akka.Events.Torture.Faults.Chance;

namespace Akka.Events.Torture.Faults;

/// <summary>What befalls several workers together.</summary>
internal sealed class GroupFaults(int seed, FaultLog log, PrivatePostgres postgres, IReadOnlyList<KeptWorker> workers, string blockedFile)
{
    private const int Seed = 3000;
    private const string Open = "select count(*) from pg_stat_activity where state like 'idle in transaction%'";

    /// <param name="kinds">Which.</param>
    /// <param name="secondTopic">What the rolling update adds; null for none.</param>
    /// <param name="calm">Every wait is so many times longer.</param>
    /// <param name="ct">The end.</param>
    public async Task Run(FaultKind[] kinds, string? secondTopic, double calm, CancellationToken ct)
    {
        var chance = new Chance(seed + Seed);
        if (secondTopic is not null)
        {
            if (!await Passes(chance.Seconds(8, 20) * calm, ct)) return;
            await Update(secondTopic, chance, ct);
        }
        foreach (var kind in chance.Rounds(kinds))
        {
            if (!await Passes(chance.Seconds(5, 20) * calm, ct)) return;
            switch (kind)
            {
                case FaultKind.PingPongAndKill:
                    await PingPong(chance, ct);
                    break;
                case FaultKind.FrozenInTransaction:
                    await FreezeInTransaction(workers[chance.Next(workers.Count)], chance.Seconds(4, 14), ct);
                    break;
                case FaultKind.KeysBlockedWhileCompacted:
                    await Block(chance, ct);
                    break;
                case FaultKind.ClusterSplit:
                    var time = chance.Seconds(5, 20);
                    log.Happens(kind, $"the Akka cluster is split into single nodes for {time.TotalSeconds:0.0} s");
                    foreach (var worker in workers) worker.Cluster?.Hang();
                    await Passes(time, ct);
                    foreach (var worker in workers) worker.Cluster?.Release();
                    log.Say("the Akka cluster is whole");
                    break;
            }
        }
    }

    // Two that stand still in turn, each for longer than its session, hand their partitions to each other and remain owners in their own
    // eyes.
    private async Task PingPong(Chance chance, CancellationToken ct)
    {
        var first = chance.Next(workers.Count);
        KeptWorker[] pair = [workers[first], workers[(first + 1) % workers.Count]];
        using var one = await pair.MinBy(worker => worker.Number)!.Take();
        using var other = await pair.MaxBy(worker => worker.Number)!.Take();
        if (ct.IsCancellationRequested) return;
        log.Happens(FaultKind.PingPongAndKill, $"workers {pair[0].Number} and {pair[1].Number} pass their partitions to and fro");
        for (var turn = 0; turn < 4; turn++)
        {
            var worker = pair[turn % 2].Process;
            worker.Freeze();
            await Passes(TortureOptions.SessionTimeout + chance.Seconds(0.5, 2), ct);
            worker.Thaw();
            await Passes(chance.Seconds(0, 2), ct);
        }
        var killed = pair[chance.Next(2)];
        log.Say($"worker {killed.Number} is killed after that");
        await killed.Process.Kill();
        await Passes(chance.Seconds(0, 4), ct);
        await killed.Process.Start();
        log.Say($"worker {killed.Number} runs");
    }

    private async Task FreezeInTransaction(KeptWorker worker, TimeSpan time, CancellationToken ct)
    {
        using var taken = await worker.Take();
        if (ct.IsCancellationRequested) return;
        // With the zero at its end: a transaction begins with the words READ COMMITTED.
        var caught = worker.Databases.Select(way => way.Catch("BEGIN"u8.ToArray(), "COMMIT\0"u8.ToArray())).ToArray();
        await Task.WhenAny([.. caught, Task.Delay(TimeSpan.FromSeconds(20), TimeProvider.System, ct)]);
        if (caught.Any(task => task.IsCompleted))
        {
            worker.Process.Freeze();
            log.Happens(FaultKind.FrozenInTransaction, $"worker {worker.Number} is frozen in a transaction for {time.TotalSeconds:0.0} s");
            if (await OpenTransactions() is { } open) log.Say($"{open} transactions stand open");
            await Passes(time, ct);
            worker.Process.Thaw();
            log.Say($"worker {worker.Number} runs");
        }
        else log.Say($"worker {worker.Number} begins no transaction");
        foreach (var way in worker.Databases) way.Release();
    }

    private async Task<long?> OpenTransactions()
    {
        try
        {
            await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false;Timeout=2;Command Timeout=2");
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(Open, connection);
            return (long?)await command.ExecuteScalarAsync();
        }
        catch (NpgsqlException)
        {
            return null; // it is away as well
        }
    }

    // What is blocked stays in memory: only after a restart does the gap that compaction leaves come to light.
    private async Task Block(Chance chance, CancellationToken ct)
    {
        var keys = Enumerable.Range(0, 12).Select(_ => $"k{chance.Next(TortureOptions.Keys)}").Distinct().ToArray();
        log.Happens(FaultKind.KeysBlockedWhileCompacted, $"{string.Join(' ', keys)} are blocked while their records are compacted away");
        await File.WriteAllLinesAsync(blockedFile, keys, CancellationToken.None);
        await Passes(chance.Seconds(6, 10), ct);
        foreach (var worker in workers)
        {
            using var taken = await worker.Take();
            await worker.Process.Kill();
            await worker.Process.Start();
        }
        await Passes(chance.Seconds(4, 8), ct);
        File.Delete(blockedFile);
        log.Say("no key is blocked");
    }

    private async Task Update(string secondTopic, Chance chance, CancellationToken ct)
    {
        log.Happens(FaultKind.RollingUpdateAddsTopic, $"a rolling update adds {secondTopic}");
        foreach (var worker in workers)
        {
            using (await worker.Take())
            {
                await worker.Process.Stop();
                worker.Process.Options = worker.Process.Options with { SecondTopic = secondTopic };
                await worker.Process.Start();
            }
            // All are updated, even where the end has come.
            await Passes(chance.Seconds(3, 8), ct);
        }
        log.Say("all workers are updated");
    }
}
