using Akka.Events.Topics;
using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal;

/// <summary>A record on its way to Kafka, as bytes.</summary>
/// <param name="Topic">Where it goes.</param>
/// <param name="Key">Null for none.</param>
/// <param name="Value">Null for a tombstone.</param>
/// <param name="Headers">Null for none.</param>
/// <param name="Partition">Null to let the key decide.</param>
/// <param name="TimestampMs">Unix milliseconds; null for now.</param>
internal sealed record OutgoingRecord(
    string Topic, byte[]? Key, byte[]? Value, Headers? Headers = null, int? Partition = null, long? TimestampMs = null)
{
    /// <summary>What a record batch and a record take beside key, value and headers, at most.</summary>
    private const int Overhead = 61 + 36;

    /// <summary>Bytes in Kafka, at most, without compression.</summary>
    public int Size
    {
        get
        {
            var size = Overhead + (Key?.Length ?? 0) + (Value?.Length ?? 0);
            if (Headers is null) return size;
            foreach (var header in Headers.BackingList) size += 8 + (header.Key.Length * 3) + (header.GetValueBytes()?.Length ?? 0);
            return size;
        }
    }
}
