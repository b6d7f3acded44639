using Akka.Actor;
using Akka.Cluster.Sharding;
using Xunit;

namespace Akka.Runtime.Tests.Cluster;

/// <summary>Behaviour 24: an entity's death without passivation; the region's shutdown.</summary>
public sealed class EntityDeathTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task After_an_entity_has_stopped_by_itself_the_next_message_makes_a_new_one()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities");
        var first = await region.Ask<Entity.Who>(new ShardingEnvelope("a", "hello"), Patience);

        region.Tell(new ShardingEnvelope("a", new Entity.End()));
        await first.Ref.WatchAsync();
        Entity.Who second = null;
        // The shard learns of the death through its mailbox: what comes before is lost.
        for (var wait = TimeSpan.FromMilliseconds(200); second is null; wait *= 2) second = await AskOrNullAsync(region, "a", wait);

        Assert.NotEqual(first.Incarnation, second.Incarnation);
        Assert.Equal(first.Ref.Path, second.Ref.Path);
    }

    [Fact]
    public async Task GracefulShutdown_gives_every_entity_the_stop_message_and_then_the_region_terminates()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities", new Entity.Stop());
        string[] ids = ["a", "ab", "b", "c"];
        foreach (var id in ids) await region.Ask<Entity.Who>(new ShardingEnvelope(id, "hello"), Patience);
        await member.Seen.NextAsync(2 * ids.Length);

        region.Tell(GracefulShutdown.Instance);
        await region.WatchAsync();

        var reports = await member.Seen.NextAsync(2 * ids.Length);
        Assert.Equal(ids, reports.OfType<Entity.Stopping>().Select(s => s.Id).Order());
        Assert.Equal(ids, reports.OfType<Entity.Stopped>().Select(s => s.Id).Order());
    }

    [Fact]
    public async Task The_region_waits_for_entities_that_take_their_time_to_stop()
    {
        await using var member = await Member.UpAsync();
        var mayStop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var region = await member.StartRegionAsync("entities", new Entity.Stop(mayStop));
        await region.Ask<Entity.Who>(new ShardingEnvelope("a", "hello"), Patience);

        region.Tell(GracefulShutdown.Instance);
        await member.Seen.FirstAsync<Entity.Stopping>();
        var ended = region.WatchAsync();
        Assert.False(ended.IsCompleted);
        mayStop.SetResult();

        Assert.True(await ended);
    }

    [Fact]
    public async Task A_system_that_terminates_hands_off_its_shards_first()
    {
        await using var member = await Member.UpAsync();
        var region = await member.StartRegionAsync("entities", new Entity.Stop());
        await region.Ask<Entity.Who>(new ShardingEnvelope("a", "hello"), Patience);

        await member.System.Terminate();

        await member.Seen.FirstAsync<Entity.Stopping>();
        Assert.Equal(new Entity.Stopped("a"), await member.Seen.NextAsync());
    }

    private static async Task<Entity.Who> AskOrNullAsync(IActorRef region, string id, TimeSpan wait)
    {
        try
        {
            return await region.Ask<Entity.Who>(new ShardingEnvelope(id, "hello"), wait);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
