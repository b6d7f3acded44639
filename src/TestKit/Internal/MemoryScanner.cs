using Akka.Events.Kafka.Internal.Admin;

namespace Akka.Events.TestKit.Internal;

/// <summary>Reads topics in memory through.</summary>
internal sealed class MemoryScanner(MemoryTopics topics) : ITopicScanner
{
    public async Task<IReadOnlyDictionary<int, long>> Scan(
        string topic, (int Partition, long Offset) from, Func<ScannedRecord, ValueTask<bool>> on, CancellationToken ct)
    {
        var ends = new Dictionary<int, long>();
        foreach (var partition in topics.PartitionsOf(topic).Where(p => p.Partition.Value >= from.Partition))
        {
            var number = partition.Partition.Value;
            // As far as it goes now: what is written while one reads is for the next time.
            var end = topics.End(partition);
            for (var offset = number == from.Partition ? from.Offset : 0; offset < end; offset++)
            {
                ct.ThrowIfCancellationRequested();
                var record = topics.At(partition, offset)!;
                if (!await on(new ScannedRecord(number, offset, record.Key, record.Value, record.Headers ?? [])).ConfigureAwait(false)) return ends;
            }
            ends[number] = end;
        }
        return ends;
    }

    /// <summary>They stay: a test looks at what was there, and notes of settled letters say what counts.</summary>
    public Task DeleteBelow(string topic, IReadOnlyDictionary<int, long> offsets) => Task.CompletedTask;
}
