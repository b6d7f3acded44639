using Akka.Actor;
using Akka.Events.Operating.Internal.Queries;
using Xunit;

namespace Akka.Events.Tests.Operating.Queries;

public sealed class ShardOwnerTests
{
    [Fact]
    public void An_owner_is_read_back()
    {
        var owner = new ShardOwner(new Address("akka.tcp", "shop", "10.0.0.1", 4053), -12, 1L << 40);
        Assert.Equal(owner, ShardOwner.Parse(owner.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("akka.tcp://shop@10.0.0.1:4053")]
    [InlineData("akka.tcp://shop@10.0.0.1:4053 x 1")]
    [InlineData("akka.tcp://shop@10.0.0.1:4053 1 2 3")]
    public void What_another_version_writes_is_passed_over(string text) => Assert.Null(ShardOwner.Parse(text));
}
