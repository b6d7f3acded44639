using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Printing;
using Akka.Events.Topics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Cli.Auditing;

/// <summary>Compares books with Kafka: what is committed there, where the log ends, and the records that events came of.</summary>
internal sealed class LogAudit(KafkaConnection kafka, IReadOnlyDictionary<TopicPartition, long> committed)
{
    private const int MostOfOneKind = 20;

    public async Task Compare(IAudited audited, CancellationToken ct)
    {
        foreach (var (partition, watermark) in audited.Watermarks)
        {
            if (committed.TryGetValue(partition, out var offset) && offset > watermark)
                audited.Differences.Add($"Kafka has {partition.Topic} committed up to @{offset}, and the books only up to @{watermark}");
            var end = await kafka.Offsets([partition], OffsetSpec.Latest());
            if (!end.TryGetValue(partition, out var to))
            {
                audited.Notes.Add($"topic {partition.Topic} is gone, or has fewer partitions than then: nothing was compared with its records");
                continue;
            }
            if (watermark > to) audited.Differences.Add($"{partition.Topic} is finished up to @{watermark}, and its log ends at @{to}: records were lost, or the topic was made anew");
            var first = (await kafka.Offsets([partition], OffsetSpec.Earliest()))[partition];
            var wanted = audited.Sources.Where(s => s.Topic == partition.Topic && s.Offset >= first && s.Offset < to)
                .GroupBy(s => s.Offset).ToDictionary(s => s.Key, s => s.First().Key);
            if (wanted.Count == 0) continue;
            // Off the caller's thread: the client's reading blocks.
            await Task.Run(() => Read(audited, partition, wanted, ct), CancellationToken.None);
            ct.ThrowIfCancellationRequested();
        }
    }

    private void Read(IAudited audited, TopicPartition partition, Dictionary<long, byte[]> wanted, CancellationToken ct)
    {
        using var reader = kafka.Reader();
        var last = wanted.Keys.Max();
        reader.Assign(new TopicPartitionOffset(partition, wanted.Keys.Min()));
        var differences = new List<string>();
        while (!ct.IsCancellationRequested)
        {
            var record = reader.Consume(TimeSpan.FromMilliseconds(500));
            if (record is null) continue;
            if (record.IsPartitionEOF) break;
            if (wanted.Remove(record.Offset.Value, out var key))
            {
                audited.Records++;
                if (record.Message.Key is null || !record.Message.Key.AsSpan().SequenceEqual(key))
                    differences.Add($"an event of key {Text(key)} came of {partition.Topic} @{record.Offset.Value}, and that record has the key {Text(record.Message.Key)}");
            }
            if (record.Offset.Value >= last) break;
        }
        if (ct.IsCancellationRequested) return;
        // A compacted log keeps only the last of each key.
        if (wanted.Count > 0)
            audited.Notes.Add($"{wanted.Count} records of {partition.Topic} [{partition.Partition.Value}] that events came of are no longer in the log (compaction)");
        audited.Differences.AddRange(differences.Take(MostOfOneKind));
        if (differences.Count > MostOfOneKind) audited.Differences.Add($"… and {differences.Count - MostOfOneKind} further records with other keys");
    }

    private static string Text(byte[]? key) => key is null ? "none" : $"'{Printable.Line(KeyText.ToText(key))}'";
}
