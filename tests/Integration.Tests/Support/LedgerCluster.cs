using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Akka.Events.LocalServers;
using Akka.Events.Torture;
using Akka.Events.Torture.Faults;
using Xunit;

namespace Akka.Events.Integration.Tests.Support;

/// <summary>
/// A group that keeps a ledger for each key, in processes of its own that are nodes of an Akka cluster. Each is reached by the others
/// through a port that can be shut, so that the cluster can be split while Kafka and PostgreSQL go on.
/// </summary>
internal sealed class LedgerCluster : IAsyncDisposable
{
    private const int Keys = 40;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2), Pause = TimeSpan.FromMilliseconds(20);

    private readonly LedgerOptions _options;
    private readonly NumberedEvents _events;
    private readonly string _folder = Directory.CreateTempSubdirectory("akka-events-cluster").FullName;
    private readonly List<WorkerProcess> _nodes = [];
    private readonly Dictionary<WorkerProcess, TcpProxy> _ways = [];
    private readonly Dictionary<string, long> _published = [];
    private readonly Lock _gate = new();

    private LedgerCluster(LedgerOptions options)
    {
        _options = options;
        _events = new NumberedEvents(options.Kafka, options.Topic, Keys, seed: 1, (key, _) =>
        {
            lock (_gate) _published[key] = _published.GetValueOrDefault(key) + 1;
        });
    }

    /// <summary>Those that haven't been ended, the cluster's oldest first.</summary>
    public IReadOnlyList<WorkerProcess> Nodes => _nodes;

    /// <summary>Three nodes that each answer for all keys.</summary>
    public static async Task<LedgerCluster> Start(Servers servers)
    {
        var topic = await servers.NewTopic(6);
        var cluster = new LedgerCluster(new LedgerOptions(servers.Kafka.Bootstrap, await servers.NewDatabase(), topic, $"{topic}-ledgers"));
        for (var node = 0; node < 3; node++) await cluster.StartNode();
        await cluster.HandlesAndAnswers("each answers for all keys");
        return cluster;
    }

    public async Task StartNode()
    {
        var (number, ports) = (_ways.Count + 1, FreePorts.Take(3));
        var seed = _nodes.Count == 0 ? ports[1] : _nodes[0].Options.Worker!.Cluster!.Public;
        var folder = Path.Combine(_folder, $"{number}");
        var options = new WorkerOptions(number, 0, folder, ports[2]) { Cluster = new ClusterPorts(ports[0], ports[1], seed) };
        var node = new WorkerProcess(_options with { Worker = options }, folder);
        _ways[node] = new TcpProxy(ports[1], ports[0]);
        _nodes.Add(node);
        await node.Start();
    }

    public async Task Kill(WorkerProcess node)
    {
        _nodes.Remove(node);
        await node.Kill();
    }

    public async Task Stop(WorkerProcess node)
    {
        _nodes.Remove(node);
        await node.Stop();
    }

    /// <summary>No node reaches another.</summary>
    public void Split()
    {
        foreach (var way in _ways.Values)
        {
            way.Target = null;
            way.Break();
        }
    }

    public void Heal()
    {
        foreach (var (node, way) in _ways) way.Target = node.Options.Worker!.Cluster!.Bound;
    }

    /// <summary>Publishes, and waits until each key's owner has handled all of it, asked there.</summary>
    public Task Handles(string what)
    {
        Publish();
        return Waited(what, limit => Task.WhenAll(
            from key in _published.Keys select Task.WhenAny(from node in _nodes select Answer(node, key, limit))));
    }

    /// <summary>Publishes, and waits until every node answers rightly for every key.</summary>
    public Task HandlesAndAnswers(string what)
    {
        Publish();
        return Answers(what);
    }

    /// <summary>Waits until every node answers rightly for every key.</summary>
    public Task Answers(string what) =>
        Waited(what, limit => Task.WhenAll(from key in _published.Keys from node in _nodes select Answer(node, key, limit)));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        foreach (var way in _ways.Values) way.Dispose();
        _events.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Publish()
    {
        _events.Publish(Keys * 5);
        _events.Flush();
    }

    private async Task Waited(string what, Func<CancellationToken, Task> answers)
    {
        using var limit = new CancellationTokenSource();
        try
        {
            await answers(limit.Token).WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Not within {Limit}: {what}\n{string.Join("\n\n", _nodes.Select(node => node.LogTail(40)))}");
        }
        finally
        {
            await limit.CancelAsync();
        }
    }

    // Asks a node until it says what was published.
    private async Task Answer(WorkerProcess node, string key, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, node.Options.Worker!.QueryPort, ct);
                using var reader = new StreamReader(client.GetStream());
                await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true };
                while (true)
                {
                    await writer.WriteLineAsync(key.AsMemory(), ct);
                    var line = await reader.ReadLineAsync(ct) ?? throw new IOException("the node has gone");
                    if (line[0] != '!' && IsRight(key, JsonSerializer.Deserialize<LedgerAnswer>(line)!.State)) return;
                }
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // It doesn't listen yet.
                await Task.Delay(Pause, TimeProvider.System, ct);
            }
        }
    }

    private bool IsRight(string key, LedgerState ledger) => ledger.Jumps == 0 && ledger.Count == _published[key];
}
