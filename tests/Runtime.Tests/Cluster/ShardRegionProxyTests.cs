using Akka.Actor;
using Akka.Cluster.Sharding;
using Xunit;

namespace Akka.Runtime.Tests.Cluster;

public sealed class ShardRegionProxyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_proxy_keeps_messages_until_there_is_a_region_and_then_hands_them_on_in_order()
    {
        await using var member = await Member.UpAsync();
        var proxy = await member.Sharding.StartProxyAsync("entities", null, new Ids());
        for (var i = 0; i < 10; i++) proxy.Tell(new ShardingEnvelope("a", i));

        var region = await member.StartRegionAsync("entities");

        Assert.NotEqual(region, proxy);
        Assert.Equal(proxy, member.Sharding.ShardRegionProxy("entities"));
        Assert.IsType<Entity.Started>(await member.Seen.NextAsync());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => new Entity.Got("a", i)), await member.Seen.NextAsync(10));
        Assert.Equal("a", (await proxy.Ask<Entity.Who>(new ShardingEnvelope("a", "hello"), Patience)).Id);
    }

    [Fact]
    public async Task A_member_without_the_role_gets_a_proxy()
    {
        await using var member = await Member.UpAsync();

        var proxy = await member.Sharding.StartAsync("entities", Props.Empty, member.Settings.WithRole("other"), new Ids());

        Assert.Equal(proxy, member.Sharding.ShardRegionProxy("entities"));
        Assert.Empty(member.Sharding.ShardTypeNames);
    }
}
