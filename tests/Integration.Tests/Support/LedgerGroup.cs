using System.Text;
using Akka.Events.LocalServers;
using Akka.Events.Testing;
using Akka.Events.Topics;
using Akka.Events.Torture;
using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Akka.Events.Integration.Tests.Support;

/// <summary>A group that keeps a ledger for each key, in as many hosts as a test starts, and its topic.</summary>
internal sealed class LedgerGroup : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly int _partitions;

    private LedgerGroup(LedgerOptions options, int partitions, int keys)
    {
        _partitions = partitions;
        Options = options;
        Events = new NumberedEvents(options.Kafka, options.Topic, keys, seed: 1);
    }

    public LedgerOptions Options { get; }

    public NumberedEvents Events { get; }

    public Log Log { get; } = new();

    public static async Task<LedgerGroup> New(Servers servers, GroupProtocol protocol = GroupProtocol.Classic, int partitions = 4, int keys = 500) =>
        New(servers.Kafka, await servers.NewDatabase(), await servers.NewTopic(partitions), protocol, partitions, keys);

    public static LedgerGroup New(IKafka kafka, string postgres, string topic, GroupProtocol protocol = GroupProtocol.Classic, int partitions = 4, int keys = 500) =>
        new(new LedgerOptions(kafka.Bootstrap, postgres, topic, $"{topic}-ledgers") { Protocol = protocol, SessionTimeout = Servers.LongSession }, partitions, keys);

    public Task<IHost> Start() => Start(Options);

    public async Task<IHost> Start(LedgerOptions options)
    {
        var host = LedgerHost.Build(options, logging => logging.AddProvider(Log));
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }

    public async Task Stop(IHost host)
    {
        _hosts.Remove(host);
        await host.StopAsync();
        host.Dispose();
    }

    public void Publish(int count)
    {
        Events.Publish(count);
        Events.Flush();
    }

    public Task Handled(IHost host, long count) =>
        Eventually.True(() => host.Status().Handled >= count, $"{count} records are handled", () => Log);

    /// <summary>Waits until these hosts have finished everything, and compares every key with a recount of the topic.</summary>
    public async Task AssertEqual(params IHost[] hosts)
    {
        var ends = Recount.Ends(Options.Kafka, Options.Topic, _partitions);
        await Eventually.True(
            () => hosts.Finished(Options.Topic, ends), $"the topic is finished up to {string.Join(' ', ends)}",
            () => string.Join('\n', hosts.Select(host => $"{host.Status()} {string.Join(' ', host.Status().Partitions)}").Append($"{Log}")));
        var expected = Recount.Read(Options.Kafka, Options.Topic, ends);
        Assert.Equal(Events.Published, expected.Values.Sum(ledger => ledger.Count));
        foreach (var (key, ledger) in expected)
        {
            Assert.Equal(0, ledger.Jumps);
            var partition = Murmur2Partitioner.Partition(Encoding.UTF8.GetBytes(key), _partitions);
            Assert.Equal(ledger, await hosts.First(host => Owns(host, partition)).Ledger(key));
        }
    }

    private static bool Owns(IHost host, int partition) => host.Status().Partitions.Any(p => p.Partition == partition);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.ToArray()) await Stop(host);
        Events.Dispose();
    }
}
