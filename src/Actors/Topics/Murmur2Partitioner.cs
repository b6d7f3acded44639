using System.Buffers.Binary;

namespace Akka.Events.Topics;

/// <summary>
/// Kafka's default partitioner for records with a key: every Java client sends equal keys to the same partition as this one.
/// </summary>
public static class Murmur2Partitioner
{
    private const uint Seed = 0x9747b28c;
    private const uint M = 0x5bd1e995;
    private const int R = 24;

    /// <summary>A key's partition, 0 to <paramref name="partitions"/> - 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no partition.</exception>
    public static int Partition(ReadOnlySpan<byte> key, int partitions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(partitions, 1);
        return (Hash(key) & 0x7fffffff) % partitions;
    }

    /// <summary>MurmurHash2 (32 bits) as Kafka's Java client computes it.</summary>
    internal static int Hash(ReadOnlySpan<byte> data)
    {
        var hash = Seed ^ (uint)data.Length;
        while (data.Length >= 4)
        {
            var k = BinaryPrimitives.ReadUInt32LittleEndian(data) * M;
            k ^= k >> R;
            hash = (hash * M) ^ (k * M);
            data = data[4..];
        }

        if (data.Length == 3) hash ^= (uint)data[2] << 16;
        if (data.Length >= 2) hash ^= (uint)data[1] << 8;
        if (data.Length >= 1) hash = (hash ^ data[0]) * M;

        hash = (hash ^ (hash >> 13)) * M;
        return (int)(hash ^ (hash >> 15));
    }
}
