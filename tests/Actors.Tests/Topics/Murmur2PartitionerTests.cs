using System.Text;
using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Tests.Topics;

public sealed class Murmur2PartitionerTests
{
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void Hashes_equal_those_of_Kafkas_Java_client(string key, int hash) =>
        Assert.Equal(hash, Murmur2Partitioner.Hash(Encoding.UTF8.GetBytes(key)));

    [Fact]
    public void A_partition_lies_in_range_for_keys_of_any_length()
    {
        for (var length = 0; length < 100; length++)
        {
            var key = Enumerable.Range(0, length).Select(i => (byte)(i * 31 + length)).ToArray();
            Assert.InRange(Murmur2Partitioner.Partition(key, 7), 0, 6);
        }
    }

    [Fact]
    public void Without_partitions_there_is_no_partition() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Murmur2Partitioner.Partition("k"u8, 0));
}
