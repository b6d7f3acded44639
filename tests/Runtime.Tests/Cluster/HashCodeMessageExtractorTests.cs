using Akka.Cluster.Sharding;
using Xunit;

namespace Akka.Runtime.Tests.Cluster;

public sealed class HashCodeMessageExtractorTests
{
    [Fact]
    public void Every_shard_gets_its_part_of_the_entities_and_an_entity_keeps_its_shard()
    {
        var extractor = HashCodeMessageExtractor.Create(10, message => message as string);
        var shards = Enumerable.Range(0, 10_000).Select(i => extractor.ShardId($"entity-{i}", null)).ToArray();

        Assert.Equal(shards, Enumerable.Range(0, 10_000).Select(i => extractor.ShardId($"entity-{i}", "hint")));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"{i}"), shards.Distinct().Order());
        Assert.All(shards.GroupBy(s => s), shard => Assert.InRange(shard.Count(), 800, 1200));
    }

    [Fact]
    public void Without_a_message_extractor_the_entity_gets_the_message_as_it_is()
    {
        Assert.Equal("a", HashCodeMessageExtractor.Create(10, message => (string)message).EntityMessage("a"));
        Assert.Equal("A", HashCodeMessageExtractor.Create(10, message => (string)message, message => ((string)message).ToUpper()).EntityMessage("a"));
    }
}
