using Akka.Events.Cli.Connecting;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Akka.Events.Cli.Records;

/// <summary>Finds the offsets of a moment.</summary>
internal static class Moments
{
    /// <summary>The offset of each partition: within its log, whatever was asked for. A time is that of the first record from then on.</summary>
    public static async Task<Dictionary<TopicPartition, long>> Offsets(this KafkaConnection kafka, IReadOnlyCollection<TopicPartition> partitions, Moment moment)
    {
        var first = await kafka.Offsets(partitions, OffsetSpec.Earliest());
        var end = await kafka.Offsets(partitions, OffsetSpec.Latest());
        if (moment.Offset == Offset.Beginning) return first;
        if (moment.Offset == Offset.End) return end;
        var wanted = moment.Time is { } time
            ? await kafka.Offsets(partitions, OffsetSpec.ForTimestamp(Math.Max(0, time.ToUnixTimeMilliseconds())))
            : first.ToDictionary(p => p.Key, _ => moment.Offset!.Value.Value);
        // Without a record from then on Kafka says -1.
        return first.Keys.ToDictionary(p => p, p => wanted[p] < 0 ? end[p] : Math.Clamp(wanted[p], first[p], end[p]));
    }
}
