using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Akka.Events.Torture.Checking;

namespace Akka.Events.Torture;

/// <summary>Clients that ask the workers for random keys, each one question at a time, and note what they are answered.</summary>
internal sealed class Askers(int seed, IReadOnlyList<WorkerProcess> workers)
{
    private const int PerWorker = 6;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan AwayPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // What a question may come back with while its shard is away or moves, or its key's handler hangs.
    private static readonly string[] s_expected =
        ["PartitionNotOwnedException", "AskTimeoutException", "TimeoutException", "TaskCanceledException", "OperationCanceledException"];

    private readonly ConcurrentQueue<Answer> _answers = [];
    private readonly ConcurrentDictionary<string, int> _failures = [];
    private readonly ConcurrentDictionary<string, string> _unexpected = [];

    public IEnumerable<Answer> Answers => _answers;

    /// <summary>Failures by their type.</summary>
    public IReadOnlyDictionary<string, int> Failures => _failures;

    /// <summary>Failures that no question should come back with: one of each type.</summary>
    public IEnumerable<string> Unexpected => _unexpected.Values;

    public Task Run(CancellationToken ct) => Task.WhenAll(
        from index in Enumerable.Range(0, workers.Count * PerWorker)
        select Ask(workers[index % workers.Count].Options.Worker!.QueryPort, new Random(seed + 4000 + index), ct));

    private async Task Ask(int port, Random random, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port, ct);
                using var reader = new StreamReader(client.GetStream());
                await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
                while (true)
                {
                    var key = $"k{random.Next(TortureOptions.Keys)}";
                    var asked = Stopwatch.GetTimestamp();
                    await writer.WriteLineAsync(key.AsMemory(), ct);
                    // A frozen worker's answers come when it thaws; one that has left nothing is asked anew.
                    if (await reader.ReadLineAsync(ct).AsTask().WaitAsync(Patience, ct) is not { } line) break;
                    Note(key, asked, line);
                    await Task.Delay(Pause, TimeProvider.System, ct);
                }
            }
            catch (Exception e) when (e is SocketException or IOException or TimeoutException)
            {
                // The worker is away.
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(AwayPause, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Note(string key, long asked, string line)
    {
        var answered = Stopwatch.GetTimestamp();
        if (line[0] != '!')
        {
            var answer = JsonSerializer.Deserialize<LedgerAnswer>(line)!;
            _answers.Enqueue(new Answer(key, answer.By, asked, answered, answer.State));
            return;
        }
        var type = line[1..line.IndexOf(':')];
        _failures.AddOrUpdate(type, 1, (_, count) => count + 1);
        if (!s_expected.Contains(type)) _unexpected.TryAdd(type, $"{key}: {line[1..]}");
    }
}
