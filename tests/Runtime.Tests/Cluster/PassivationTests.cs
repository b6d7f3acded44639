using Akka.Actor;
using Akka.Cluster.Sharding;
using Xunit;

namespace Akka.Runtime.Tests.Cluster;

/// <summary>Behaviour 23: passivation.</summary>
public sealed class PassivationTests
{
    [Fact]
    public async Task Passivate_brings_the_stop_message_back()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities");

        region.Tell(new ShardingEnvelope("a", new Entity.Rest()));

        Assert.IsType<Entity.Started>(await member.Seen.NextAsync());
        Assert.Equal(new Entity.Stopping("a"), await member.Seen.NextAsync());
        Assert.Equal(new Entity.Stopped("a"), await member.Seen.NextAsync());
    }

    [Fact]
    public async Task Messages_sent_while_an_entity_goes_to_rest_reach_its_next_incarnation_in_order()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities");
        var mayStop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        region.Tell(new ShardingEnvelope("a", new Entity.Rest(1, mayStop)));
        await member.Seen.FirstAsync<Entity.Stopping>();
        for (var i = 0; i < 100; i++) region.Tell(new ShardingEnvelope("a", i));
        // Another entity of the shard, told after them, answers: so the shard has seen all of them.
        await region.Ask<Entity.Who>(new ShardingEnvelope("ab", "there?"), TimeSpan.FromMinutes(1));
        mayStop.SetResult();

        await member.Seen.FirstAsync<Entity.Got>();
        Assert.Equal(new Entity.Stopped("a"), await member.Seen.NextAsync());
        Assert.Equal("a", Assert.IsType<Entity.Started>(await member.Seen.NextAsync()).Id);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => new Entity.Got("a", i)), await member.Seen.NextAsync(100));
    }

    [Fact]
    public async Task A_second_Passivate_is_ignored()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities");
        var mayStop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        region.Tell(new ShardingEnvelope("a", new Entity.Rest(3, mayStop)));
        await member.Seen.FirstAsync<Entity.Stopping>();
        region.Tell(new ShardingEnvelope("a", "later"));
        mayStop.SetResult();

        Assert.Equal(new Entity.Stopped("a"), await member.Seen.NextAsync());
        Assert.IsType<Entity.Started>(await member.Seen.NextAsync());
        Assert.Equal(new Entity.Got("a", "later"), await member.Seen.NextAsync());
    }

    [Fact]
    public async Task An_entity_that_rested_without_messages_is_forgotten()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities");

        region.Tell(new ShardingEnvelope("a", new Entity.Rest()));
        await member.Seen.FirstAsync<Entity.Stopped>();
        region.Tell(new ShardingEnvelope("ab", "hello"));
        await member.Seen.FirstAsync<Entity.Got>();

        // The shard hears of the end only after the entity has told of it.
        CurrentShardRegionState state;
        do state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, TimeSpan.FromMinutes(1));
        while (state.Shards.Single().EntityIds.Contains("a"));
        Assert.Equal(["ab"], state.Shards.Single().EntityIds);
    }

    [Fact]
    public async Task Only_messages_through_sharding_keep_an_entity_from_idle_passivation()
    {
        await using var member = await Member.UpAsync(hocon: "akka.cluster.sharding.passivate-idle-entity-after = 300ms");
        var region = await member.StartRegionAsync("entities", new Entity.Stop());

        var who = await region.Ask<Entity.Who>(new ShardingEnvelope("a", "hello"), TimeSpan.FromMinutes(1));
        var direct = member.System.Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.Zero, TimeSpan.FromMilliseconds(20), who.Ref, "direct", ActorRefs.NoSender);

        await member.Seen.FirstAsync<Entity.Stopping>();
        direct.Cancel();
    }
}
