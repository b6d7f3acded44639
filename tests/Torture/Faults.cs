using Akka.Events.LocalServers;

namespace Akka.Events.Torture;

/// <summary>
/// What befalls the workers and the servers. Each has its own sequence of faults out of the seed, so that they overlap; all of them work
/// again when <see cref="Run"/> ends.
/// </summary>
internal sealed class Faults(int seed, RealKafka kafka, PrivatePostgres postgres, IReadOnlyList<WorkerProcess> workers, Action<string> say)
{
    private const int KafkaSeed = 1000, PostgresSeed = 2000;

    private int _count;

    public int Count => _count;

    public Task Run(CancellationToken ct) =>
        Task.WhenAll([Broker(ct), Database(ct), .. workers.Select((worker, index) => OneWorker(worker, index + 1, ct))]);

    private async Task OneWorker(WorkerProcess worker, int number, CancellationToken ct)
    {
        var random = new Random(seed + number * 7919);
        while (await Passes(Seconds(random, 2, 15), ct))
        {
            switch (random.Next(10))
            {
                case < 4:
                    Happens($"worker {number} is killed");
                    await worker.Kill();
                    await Passes(Seconds(random, 0, 6), ct);
                    await worker.Start();
                    break;
                case < 6:
                    Happens($"worker {number} is stopped");
                    await worker.Stop();
                    await Passes(Seconds(random, 0, 4), ct);
                    await worker.Start();
                    break;
                default:
                    var time = Seconds(random, 1, 10);
                    Happens($"worker {number} is frozen for {time.TotalSeconds:0.0} s");
                    worker.Freeze();
                    await Passes(time, ct);
                    worker.Thaw();
                    break;
            }
            say($"worker {number} runs");
        }
    }

    private async Task Broker(CancellationToken ct)
    {
        var random = new Random(seed + KafkaSeed);
        while (await Passes(Seconds(random, 10, 40), ct))
        {
            var time = Seconds(random, 1, 10);
            if (random.Next(2) == 0)
            {
                Happens($"the broker is frozen for {time.TotalSeconds:0.0} s");
                kafka.PauseNode(1);
                await Passes(time, ct);
                kafka.ResumeNode(1);
            }
            else
            {
                Happens($"the broker is killed for {time.TotalSeconds:0.0} s");
                await kafka.KillNodeAsync(1);
                await Passes(time, ct);
                await kafka.RestartNodeAsync(1);
            }
            say("the broker runs");
        }
    }

    private async Task Database(CancellationToken ct)
    {
        var random = new Random(seed + PostgresSeed);
        while (await Passes(Seconds(random, 8, 30), ct))
        {
            var time = Seconds(random, 0, 8);
            switch (random.Next(3))
            {
                case 0:
                    Happens($"PostgreSQL is frozen for {time.TotalSeconds:0.0} s");
                    await postgres.PauseAsync();
                    await Passes(time, ct);
                    postgres.Resume();
                    break;
                case var hard:
                    Happens($"PostgreSQL {(hard == 1 ? "crashes" : "is stopped")} for {time.TotalSeconds:0.0} s");
                    await postgres.StopAsync(hard == 1);
                    await Passes(time, ct);
                    await postgres.RestartAsync();
                    break;
            }
            say("PostgreSQL runs");
        }
    }

    private void Happens(string fault)
    {
        Interlocked.Increment(ref _count);
        say(fault);
    }

    private static TimeSpan Seconds(Random random, double least, double most) =>
        TimeSpan.FromSeconds(least + random.NextDouble() * (most - least));

    /// <summary>Waits; false when the end has come meanwhile.</summary>
    private static async Task<bool> Passes(TimeSpan time, CancellationToken ct)
    {
        await Task.Delay(time, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ct.IsCancellationRequested;
    }
}
