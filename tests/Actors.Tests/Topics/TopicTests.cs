using Akka.Events.Topics;
using Xunit;

namespace Akka.Events.Tests.Topics;

public sealed class TopicTests
{
    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("delay alerts")]
    [InlineData("flüge")]
    [InlineData("a/b")]
    public void A_name_that_Kafka_refuses_is_refused_at_construction(string name)
    {
        var e = Assert.Throws<ArgumentException>(() => Topic.Text(name));
        Assert.Contains($"'{name}'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_has_249_characters_at_most()
    {
        Assert.Equal(249, Topic.Text(new string('a', 249)).Name.Length);
        Assert.Throws<ArgumentException>(() => Topic.Text(new string('a', 250)));
    }

    [Theory]
    [InlineData("flights")]
    [InlineData("flights.v1_raw-EU")]
    [InlineData("...")]
    public void Other_names_are_allowed(string name) => Assert.Equal(name, Topic.Json<Sample>(name).Name);

    [Fact]
    public void The_key_is_what_the_selector_gives()
    {
        Assert.Equal("LAX", Topic.Json<Sample>("flights", s => s.Origin).KeyOf(new Sample("LAX", 3)));
        Assert.Null(Topic.Json<Sample>("flights").KeyOf(new Sample("LAX", 3)));
    }

    [Fact]
    public void Wishes_are_kept_and_must_be_positive()
    {
        var topic = Topic.Long("counts").With(partitions: 12).With(replicas: 3);
        Assert.Equal((12, (short?)3), (topic.Partitions, topic.Replicas));
        Assert.Throws<ArgumentOutOfRangeException>(() => topic.With(partitions: 0));
    }
}
