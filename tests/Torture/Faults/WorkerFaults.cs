using static Akka.Events.Torture.Faults.Chance;

namespace Akka.Events.Torture.Faults;

/// <summary>What befalls single workers: each is killed, stopped and frozen by a sequence of its own.</summary>
internal sealed class WorkerFaults(int seed, FaultLog log)
{
    /// <param name="worker">The worker.</param>
    /// <param name="lives">It is only frozen.</param>
    /// <param name="calm">Every wait is so many times longer.</param>
    /// <param name="ct">The end.</param>
    public async Task Run(KeptWorker worker, bool lives, double calm, CancellationToken ct)
    {
        var chance = new Chance(seed + worker.Number * 7919);
        while (await Passes(chance.Seconds(4, 30) * calm, ct))
        {
            using var taken = await worker.Take();
            if (ct.IsCancellationRequested) return;
            switch (lives ? 10 : chance.Next(10))
            {
                case < 4:
                    log.Happens(FaultKind.WorkerKilled, $"worker {worker.Number} is killed");
                    await worker.Process.Kill();
                    await Passes(chance.Seconds(0, 6), ct);
                    await worker.Process.Start();
                    break;
                case < 6:
                    log.Happens(FaultKind.WorkerStopped, $"worker {worker.Number} is stopped");
                    await worker.Process.Stop();
                    await Passes(chance.Seconds(0, 4), ct);
                    await worker.Process.Start();
                    break;
                default:
                    var time = chance.Seconds(1, 10);
                    log.Happens(FaultKind.WorkerFrozen, $"worker {worker.Number} is frozen for {time.TotalSeconds:0.0} s");
                    worker.Process.Freeze();
                    await Passes(time, ct);
                    worker.Process.Thaw();
                    break;
            }
            log.Say($"worker {worker.Number} runs");
        }
    }
}
