using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using Xunit;

namespace Akka.Runtime.Tests.Cluster;

public sealed class ShardRegionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_first_message_makes_the_entity_at_its_path_with_its_id()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("my entities");

        var who = await region.Ask<Entity.Who>(new Ids.To("a/b c", "hello"), Patience);

        Assert.Equal("a/b c", who.Id);
        Assert.Equal("/system/sharding/my%20entities/a/a%2Fb%20c", who.Ref.Path.ToStringWithoutAddress());
        Assert.Equal("/system/sharding/my%20entities", region.Path.ToStringWithoutAddress());
    }

    [Fact]
    public async Task The_sender_is_the_original_one()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities");

        region.Tell(new ShardingEnvelope("a", "hello"), member.Observer());

        Assert.Equal("a", (await member.Seen.FirstAsync<Entity.Who>()).Id);
    }

    [Fact]
    public async Task Messages_sent_before_the_member_is_up_arrive_in_order()
    {
        await using var member = await Member.StartedAsync();
        var region = await member.StartRegionAsync("entities");

        for (var i = 0; i < 100; i++) region.Tell(new ShardingEnvelope("a", i));
        await member.Cluster.JoinAsync(member.Cluster.SelfAddress);

        Assert.IsType<Entity.Started>(await member.Seen.NextAsync());
        Assert.Equal(Enumerable.Range(0, 100).Select(i => new Entity.Got("a", i)), await member.Seen.NextAsync(100));
    }

    [Fact]
    public async Task A_type_that_has_been_started_is_not_started_again()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities");

        Assert.Equal(region, await member.StartRegionAsync("entities"));
        Assert.Equal(region, member.Sharding.Start("entities", Props.Empty, member.Settings, new Ids()));
        Assert.Equal(region, member.Sharding.ShardRegion("entities"));
        Assert.Equal(["entities"], member.Sharding.ShardTypeNames);
        Assert.Throws<ArgumentException>(() => member.Sharding.ShardRegion("others"));
    }

    [Fact]
    public async Task StartEntity_starts_an_entity_without_a_message()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities");

        await region.Ask<object>(new ShardRegion.StartEntity("a"), Patience);

        Assert.Equal("a", Assert.IsType<Entity.Started>(await member.Seen.NextAsync()).Id);
        region.Tell(new ShardingEnvelope("a", "hello"));
        Assert.Equal(new Entity.Got("a", "hello"), await member.Seen.NextAsync());
    }

    [Fact]
    public async Task What_is_for_no_entity_is_a_dead_letter()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities");
        member.System.EventStream.Subscribe(member.Observer(), typeof(AllDeadLetters));

        region.Tell("to nobody");
        Assert.Equal("to nobody", (await member.Seen.FirstAsync<AllDeadLetters>()).Message);

        region.Tell(new Ids.To("", "to the nameless"));
        Assert.Equal(new Ids.To("", "to the nameless"), (await member.Seen.FirstAsync<AllDeadLetters>()).Message);
    }

    [Fact]
    public async Task A_region_says_what_it_hosts()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities");
        Entity.Who who = null;
        foreach (var id in new[] { "b", "a", "ab" }) who = await region.Ask<Entity.Who>(new ShardingEnvelope(id, "hello"), Patience);

        var state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Patience);
        Assert.Equal(["a", "b"], state.Shards.Select(s => s.ShardId).Order());
        Assert.Equal(["a", "ab"], state.Shards.Single(s => s.ShardId == "a").EntityIds.Order());
        Assert.Empty(state.Failed);

        var stats = await region.Ask<ShardRegionStats>(GetShardRegionStats.Instance, Patience);
        Assert.Equal([("a", 2), ("b", 1)], stats.Stats.Select(s => (s.Key, s.Value)).Order());

        var cluster = await region.Ask<ClusterShardingStats>(new GetClusterShardingStats(Patience), Patience);
        Assert.Equal(3, cluster.Regions[member.Cluster.SelfAddress].Stats.Values.Sum());

        var regions = await region.Ask<CurrentRegions>(GetCurrentRegions.Instance, Patience);
        Assert.Equal([member.Cluster.SelfAddress], regions.Regions);

        var location = await region.Ask<EntityLocation>(new GetEntityLocation("ab", Patience), Patience);
        Assert.Equal(("ab", "a", member.Cluster.SelfAddress), (location.EntityId, location.ShardId, location.ShardRegion));
        Assert.Equal(who.Ref, location.EntityRef.Value);

        var nowhere = await region.Ask<EntityLocation>(new GetEntityLocation("abc", Patience), Patience);
        Assert.False(nowhere.EntityRef.HasValue);
    }

    [Fact]
    public async Task An_entity_that_fails_is_restarted()
    {
        await using var member = await Member.UpAsync();
        var region = await member.Sharding.StartAsync("failing", Props.Create(() => new Failing(member.Seen)), member.Settings, new Ids());

        region.Tell(new ShardingEnvelope("a", "fail"));
        region.Tell(new ShardingEnvelope("a", "hello"));

        Assert.Equal(["started", "restarted", "started", "hello"], await member.Seen.NextAsync(4));
    }

    private sealed class Failing(Seen seen) : UntypedActor
    {
        protected override void PreStart() => seen.Add("started");

        protected override void PostRestart(Exception reason)
        {
            seen.Add("restarted");
            base.PostRestart(reason);
        }

        protected override void OnReceive(object message)
        {
            if (message is "fail") throw new InvalidOperationException("as told");
            seen.Add(message);
        }
    }
}
