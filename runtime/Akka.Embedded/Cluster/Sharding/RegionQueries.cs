using System.Collections.Immutable;
using Akka.Actor;
using Akka.Util;

namespace Akka.Cluster.Sharding;

/// <summary>What a region says of itself, its shards asked where need be.</summary>
internal static class RegionQueries
{
    public static void Answer(
        IShardingControl query, RegionStart start, Address self, Dictionary<string, ShardHome> homes, IActorRef asker)
    {
        var shards = homes.Values.Where(home => home.Shard is not null).Select(home => (home.ShardId, home.Shard)).ToArray();
        var timeout = start.Settings.ShardRegionQueryTimeout;
        switch (query)
        {
            case GetShardRegionState:
                StateAsync(shards, timeout).PipeTo(asker);
                break;
            case GetShardRegionStats:
                StatsAsync(shards, timeout).PipeTo(asker);
                break;
            case GetClusterShardingStats stats:
                StatsAsync(shards, stats.Timeout).PipeTo(
                    asker, success: s => new ClusterShardingStats(ImmutableDictionary<Address, ShardRegionStats>.Empty.Add(self, s)));
                break;
            case GetCurrentRegions:
                asker.Tell(new CurrentRegions(ImmutableHashSet.Create(self)));
                break;
            case GetEntityLocation location:
                var shardId = start.Extractor.ShardId(location.EntityId, null);
                var shard = homes.GetValueOrDefault(shardId ?? "")?.Shard;
                LocationAsync(location, shardId, shard, self).PipeTo(asker);
                break;
        }
    }

    private static async Task<CurrentShardRegionState> StateAsync((string Id, IActorRef Shard)[] shards, TimeSpan timeout)
    {
        var (states, failed) = await AskAllAsync<ShardState>(shards, GetShardState.Instance, timeout).ConfigureAwait(false);
        return new CurrentShardRegionState(states.Select(s => s.Answer).ToImmutableHashSet(), failed);
    }

    private static async Task<ShardRegionStats> StatsAsync((string Id, IActorRef Shard)[] shards, TimeSpan timeout)
    {
        var (counts, failed) = await AskAllAsync<int>(shards, GetEntityCount.Instance, timeout).ConfigureAwait(false);
        return new ShardRegionStats(counts.ToImmutableDictionary(c => c.ShardId, c => c.Answer), failed);
    }

    private static async Task<EntityLocation> LocationAsync(GetEntityLocation query, string shardId, IActorRef shard, Address self)
    {
        if (shard is null) return new EntityLocation(query.EntityId, shardId, Address.AllSystems, Option<IActorRef>.None);
        var entity = await shard.Ask<IActorRef>(new FindEntity(query.EntityId), query.Timeout).ConfigureAwait(false);
        var found = entity.IsNobody() ? Option<IActorRef>.None : new Option<IActorRef>(entity);
        return new EntityLocation(query.EntityId, shardId, self, found);
    }

    private static async Task<((string ShardId, T Answer)[] Answers, IImmutableSet<string> Failed)> AskAllAsync<T>(
        (string Id, IActorRef Shard)[] shards, object question, TimeSpan timeout)
    {
        var asked = shards.Select(s => s.Shard.Ask<T>(question, timeout)).ToArray();
        await Task.WhenAll(asked).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        var all = shards.Zip(asked).ToArray();
        return (
            all.Where(a => a.Second.IsCompletedSuccessfully).Select(a => (a.First.Id, a.Second.Result)).ToArray(),
            all.Where(a => !a.Second.IsCompletedSuccessfully).Select(a => a.First.Id).ToImmutableHashSet());
    }
}
