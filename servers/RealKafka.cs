using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.LocalServers;

/// <summary>
/// A real Apache Kafka (KRaft) of one's own: fresh data in a temporary folder, free ports on the loopback interface. Nodes can be killed,
/// frozen and brought back. It ends with this process, however that ends. A node takes some 2 s to start and 600 MB.
/// </summary>
public sealed class RealKafka : IKafka
{
    // A broker that starts on a machine with too much to do has been seen to need more than 90 seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly KafkaBinaries _binaries;
    private readonly string _folder;
    private readonly KafkaNode[] _nodes;
    private readonly KafkaClasses _classes;
    private readonly string _cluster = KafkaClusterId.From(Guid.NewGuid());

    private RealKafka(KafkaBinaries binaries, string folder, KafkaNode[] nodes)
    {
        _binaries = binaries;
        _folder = folder;
        _classes = KafkaClasses.Of(binaries, mayWrite: nodes.Length == 1);
        _nodes = nodes;
        Bootstrap = string.Join(',', nodes.Select(node => $"127.0.0.1:{node.Port}"));
        SecureBootstrap = string.Join(',', nodes.Select(node => $"127.0.0.1:{node.SecurePort}"));
    }

    /// <summary>Why no Kafka can be started here, or null when one can.</summary>
    public static string? WhyUnavailable => KafkaBinaries.Find(out var reason) is null ? reason : null;

    /// <inheritdoc/>
    public string Bootstrap { get; }

    /// <summary>
    /// SASL_SSL, where started with it: PLAIN or SCRAM-SHA-256, user "events", password "events-secret", certificates signed by
    /// <see cref="CaFile"/>.
    /// </summary>
    public string SecureBootstrap { get; }

    /// <summary>The certificate authority of a secure cluster, as PEM.</summary>
    public string CaFile => Path.Combine(_folder, "ca.pem");

    /// <summary>Starts a cluster.</summary>
    /// <param name="brokers">How many nodes; with three, topics have three replicas of which two must be in sync.</param>
    /// <param name="secure">Listen with SASL_SSL as well.</param>
    /// <param name="settings">Broker settings that replace or add to those a test wants, "key=value".</param>
    /// <exception cref="InvalidOperationException">There is no Kafka or no Java (<see cref="WhyUnavailable"/>).</exception>
    public static async Task<RealKafka> StartAsync(int brokers = 1, bool secure = false, params string[] settings)
    {
        var binaries = KafkaBinaries.Find(out var reason);
        if (binaries is null) throw new InvalidOperationException(reason);
        var folder = Path.Combine(Path.GetTempPath(), "akka-events-kafka-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(folder);
        var kafka = new RealKafka(binaries, folder, KafkaNode.Plan(folder, brokers));
        try
        {
            if (secure) await KafkaCertificates.WriteAsync(folder);
            await Task.WhenAll(kafka._nodes.Select(node => node.WriteAsync(kafka._nodes, secure ? folder : null, settings)));
            await Task.WhenAll(kafka._nodes.Select(node => node.StartAsync(binaries, kafka._classes, kafka._cluster)));
            await kafka.AwaitReadyAsync();
            return kafka;
        }
        catch
        {
            await kafka.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task CreateTopicAsync(string name, int partitions) => CreateTopicAsync(name, partitions, []);

    /// <summary>Creates a topic with settings of its own ("cleanup.policy=compact").</summary>
    public async Task CreateTopicAsync(string name, int partitions, params string[] settings)
    {
        using var admin = Admin();
        var topic = new TopicSpecification { Name = name, NumPartitions = partitions, Configs = settings.Select(setting => setting.Split('=', 2)).ToDictionary(s => s[0], s => s[1]) };
        await admin.CreateTopicsAsync([topic]);
        await AwaitAsync(() => Partitions(admin, name) == partitions, $"topic {name} with {partitions} partitions");
    }

    /// <summary>Removes a partition's records below an offset, as retention does.</summary>
    public async Task DeleteRecordsAsync(string topic, int partition, long below)
    {
        using var admin = Admin();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, partition, below)]);
    }

    /// <summary>Ends a node (1 to the number of nodes) as in a crash; its data stay.</summary>
    public Task KillNodeAsync(int node) => _nodes[node - 1].StopAsync("KILL");

    /// <summary>Starts a killed node again and waits until the cluster has it back.</summary>
    public async Task RestartNodeAsync(int node)
    {
        await _nodes[node - 1].StartAsync(_binaries, _classes, _cluster);
        await AwaitReadyAsync();
    }

    /// <summary>Freezes a node (SIGSTOP): connections stay open and nothing answers.</summary>
    public void PauseNode(int node) => _nodes[node - 1].Pause();

    /// <summary>Lets a frozen node go on.</summary>
    public void ResumeNode(int node) => _nodes[node - 1].Resume();

    public async ValueTask DisposeAsync()
    {
        await _classes.EndAsync(_nodes[0]);
        await Task.WhenAll(_nodes.Select(node => node.StopAsync("KILL")));
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AwaitReadyAsync()
    {
        using var admin = Admin();
        await AwaitAsync(() => Brokers(admin) == _nodes.Length, $"{_nodes.Length} brokers");
    }

    // Kafka has no event for "ready": it is asked until it is.
    private async Task AwaitAsync(Func<bool> done, string what)
    {
        var started = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await Task.Run(done))
        {
            if (_nodes.FirstOrDefault(node => node.HasFailed) is { } failed)
                throw new InvalidOperationException($"Kafka ended while starting:\n{failed.LogTail()}");
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"Kafka has no {what} after {Patience.TotalSeconds:0} s:\n{_nodes[0].LogTail()}");
            await pause.WaitForNextTickAsync();
        }
    }

    private IAdminClient Admin() =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Bootstrap, ReconnectBackoffMs = 20, ReconnectBackoffMaxMs = 100 })
            .SetLogHandler((_, _) => { }) // refused connections while it starts
            .Build();

    private static int Brokers(IAdminClient admin) => Counted(() => admin.GetMetadata(TimeSpan.FromSeconds(1)).Brokers.Count);

    private static int Partitions(IAdminClient admin, string topic) => Counted(
        () => admin.GetMetadata(topic, TimeSpan.FromSeconds(5)).Topics.Single().Partitions.Count(partition => partition.Leader >= 0));

    private static int Counted(Func<int> count)
    {
        try
        {
            return count();
        }
        catch (KafkaException)
        {
            return 0; // not yet listening, or too busy to answer
        }
    }
}
