using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Sharding.External;
using Xunit;

namespace Akka.Runtime.Tests.Cluster;

public sealed class ShardMoveTests
{
    private const string RebalanceSoon = "akka.cluster.sharding.rebalance-interval = 100ms";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_shard_that_moves_stops_its_entities_and_loses_no_message()
    {
        await using var member = await Member.UpAsync(hocon: RebalanceSoon);
        var mayStop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var strategy = new MoveOnDemand();
        var region = await member.Sharding.StartAsync(
            "entities", id => Entity.Props(id, member.Seen), member.Settings, new Ids(), strategy, new Entity.Stop(mayStop));
        var before = await region.Ask<Entity.Who>(new ShardingEnvelope("a", "hello"), Patience);

        strategy.Move("a");
        await member.Seen.FirstAsync<Entity.Stopping>();
        for (var i = 0; i < 10; i++) region.Tell(new ShardingEnvelope("a", i));
        mayStop.SetResult();

        Assert.Equal(new Entity.Stopped("a"), await member.Seen.NextAsync());
        var started = Assert.IsType<Entity.Started>(await member.Seen.NextAsync());
        Assert.NotEqual(before.Incarnation, started.Incarnation);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => new Entity.Got("a", i)), await member.Seen.NextAsync(10));
    }

    [Fact]
    public async Task A_shard_that_is_sent_to_an_unknown_member_and_back_stays_reachable()
    {
        await using var member = await Member.UpAsync(hocon: RebalanceSoon);
        var region = await member.Sharding.StartAsync(
            "entities", id => Entity.Props(id, member.Seen), member.Settings, new Ids(),
            new ExternalShardAllocationStrategy(member.System, "entities"), PoisonPill.Instance);
        var client = ExternalShardAllocation.Get(member.System).ClientFor("entities");

        await client.UpdateShardLocation("a", new Address("akka.tcp", "one", "elsewhere", 1));
        Assert.Equal("a", (await region.Ask<Entity.Who>(new ShardingEnvelope("a", "hello"), Patience)).Id);

        await client.UpdateShardLocations(ImmutableDictionary<string, Address>.Empty.Add("a", member.Cluster.SelfAddress));
        Assert.Equal("a", (await region.Ask<Entity.Who>(new ShardingEnvelope("a", "hello"), Patience)).Id);
        Assert.Equal(["a"], (await client.ShardLocations()).Locations.Keys);
    }

    private sealed class MoveOnDemand : IShardAllocationStrategy
    {
        private ImmutableHashSet<string> _toMove = [];

        public void Move(string shard) => Volatile.Write(ref _toMove, [shard]);

        public Task<IActorRef> AllocateShard(
            IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
            Task.FromResult(requester);

        public Task<IImmutableSet<string>> Rebalance(
            IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress) =>
            Task.FromResult<IImmutableSet<string>>(Interlocked.Exchange(ref _toMove, []));
    }
}
