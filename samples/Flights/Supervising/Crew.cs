using Akka.Events.LocalServers;
using Flights.Domain;
using Flights.Working;

namespace Flights.Supervising;

/// <summary>The worker processes of the group.</summary>
/// <param name="settings">The supervisor's; each worker has its own member and place in them.</param>
/// <param name="size">How many there are.</param>
/// <param name="partitions">Of the topic.</param>
/// <param name="say">Where their logs go.</param>
/// <param name="dashboards">Whether each serves its dashboard.</param>
internal sealed class Crew(WorkerSettings settings, int size, int partitions, Action<string> say, bool dashboards = false) : IAsyncDisposable
{
    private readonly WorkerProcess?[] _workers = new WorkerProcess?[size];
    private readonly int[] _ports = settings.Cluster is null ? [] : FreePorts.Take(size);

    // A worker that takes a killed one's place serves the same page.
    private readonly int[] _pages = dashboards ? FreePorts.Take(size) : [];

    // What was last heard of each partition: it stays while a partition is between two owners.
    private readonly long[] _done = new long[partitions];

    public IEnumerable<WorkerProcess> Workers => _workers.OfType<WorkerProcess>();

    /// <summary>Where their dashboards are.</summary>
    public IEnumerable<string> Dashboards => _pages.Select(port => $"http://127.0.0.1:{port}/events");

    public async Task StartAsync()
    {
        for (var i = 0; i < size; i++) await StartAsync(i);
    }

    /// <summary>Kills a worker and starts another in its place.</summary>
    /// <returns>The one that was killed.</returns>
    public async Task<WorkerProcess> ReplaceAsync(int index)
    {
        var killed = _workers[index]!;
        await killed.KillAsync();
        await StartAsync(index);
        return killed;
    }

    /// <exception cref="WorkerEndedException">A worker has ended by itself.</exception>
    public Standing Look()
    {
        var owned = new Dictionary<int, long?>();
        foreach (var worker in Workers)
        {
            if (worker.Ended.IsCompleted) throw new WorkerEndedException($"worker {worker.Number} ended with exit code {worker.ExitCode}");
            if (worker.Progress is not { } progress) continue;
            foreach (var partition in progress.Partitions)
            {
                owned[partition.Partition] = partition.Done;
                if (partition.Done is { } done) _done[partition.Partition] = done;
            }
        }
        return new Standing(_done.Sum(), owned.Values.Sum(done => done ?? 0), owned.Count, owned.Values.Count(done => done is not null));
    }

    /// <summary>
    /// Asks every airport through one worker, which asks the others for those that they own. Those that haven't answered within a question's
    /// limit are asked again, through the next.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, AirportDelays>> AskAsync(IReadOnlyCollection<string> airports, CancellationToken ct)
    {
        var answers = new Dictionary<string, AirportDelays>();
        for (var turn = 0; answers.Count < airports.Count; turn++)
        {
            ct.ThrowIfCancellationRequested();
            var missing = airports.Where(airport => !answers.ContainsKey(airport)).ToArray();
            foreach (var (airport, delays) in (await _workers[turn % size]!.AskAsync(missing, ct)).Delays) answers[airport] = delays;
        }
        return answers;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(Workers.Select(worker => worker.DisposeAsync().AsTask()));

    private async Task StartAsync(int index)
    {
        var number = index + 1;
        var cluster = settings.Cluster is { Seed: var seed } ? new ClusterPlace(_ports[index], seed) : null;
        _workers[index] = await WorkerProcess.StartAsync(number, settings with { Member = $"worker-{number}", Cluster = cluster, Dashboard = dashboards ? _pages[index] : null }, say);
    }
}
