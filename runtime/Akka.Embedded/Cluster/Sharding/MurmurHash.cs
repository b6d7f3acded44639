using System.Numerics;
using System.Runtime.InteropServices;

namespace Akka.Cluster.Sharding;

/// <summary>MurmurHash3 (x86, 32 bits) over a string's UTF-16 code units: the same in every process and version.</summary>
internal static class MurmurHash
{
    private const uint Seed = 0x9747b28c;

    public static uint Of(string text)
    {
        var hash = Seed;
        var units = text.AsSpan();
        var blocks = MemoryMarshal.Cast<char, uint>(units);
        foreach (var block in blocks) hash = BitOperations.RotateLeft(hash ^ Mix(block), 13) * 5 + 0xe6546b64;
        if ((units.Length & 1) != 0) hash ^= Mix(units[^1]);

        hash ^= (uint)units.Length * sizeof(char);
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }

    private static uint Mix(uint block) => BitOperations.RotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
}
