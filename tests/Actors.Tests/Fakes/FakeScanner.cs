using Akka.Events.Kafka.Internal;
using Akka.Events.Kafka.Internal.Admin;

namespace Akka.Events.Tests.Fakes;

/// <summary>Reads what was sent through: each topic has as many partitions as are named, and nothing is lost in between.</summary>
internal sealed class FakeScanner(FakePost post, int partitions = 2) : ITopicScanner
{
    private readonly Dictionary<(string Topic, int Partition), long> _beginnings = [];

    public async Task<IReadOnlyDictionary<int, long>> Scan(
        string topic, (int Partition, long Offset) from, Func<ScannedRecord, ValueTask<bool>> on, CancellationToken ct)
    {
        var ends = new Dictionary<int, long>();
        for (var partition = from.Partition; partition < partitions; partition++)
        {
            var records = In(topic, partition);
            foreach (var record in records)
            {
                if (record.Offset < Beginning(topic, partition) || (partition == from.Partition && record.Offset < from.Offset)) continue;
                if (!await on(record)) return ends;
            }
            ends[partition] = records.Count;
        }
        return ends;
    }

    public Task DeleteBelow(string topic, IReadOnlyDictionary<int, long> offsets)
    {
        foreach (var (partition, offset) in offsets) _beginnings[(topic, partition)] = offset;
        return Task.CompletedTask;
    }

    public long Beginning(string topic, int partition) => _beginnings.GetValueOrDefault((topic, partition));

    private List<ScannedRecord> In(string topic, int partition) =>
    [
        .. post.Records.Where(r => r.Topic == topic && (r.Partition ?? PartitionOf(r)) == partition)
            .Select((r, i) => new ScannedRecord(partition, i, r.Key, r.Value, r.Headers ?? [])),
    ];

    private int PartitionOf(OutgoingRecord record) => record.Key is { } key ? Akka.Events.Topics.Murmur2Partitioner.Partition(key, partitions) : 0;
}
