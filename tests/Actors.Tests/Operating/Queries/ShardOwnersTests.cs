using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.DistributedData;
using Akka.Events.Operating.Internal.Queries;
using Xunit;

namespace Akka.Events.Tests.Operating.Queries;

/// <summary>Which node owns which shard, as the nodes tell each other; with a cluster that was configured by HOCON alone.</summary>
public sealed class ShardOwnersTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly Address Other = new("akka.tcp", "owners", "127.0.0.1", 1);
    private static readonly LWWDictionaryKey<string, string> Key = new("group");

    private readonly ActorSystem _system = ActorSystem.Create("owners", ConfigurationFactory.ParseString(
        """
        akka.loglevel = WARNING
        akka.actor.provider = cluster
        akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
        """));

    public async ValueTask DisposeAsync() => await _system.Terminate();

    [Fact]
    public async Task An_earlier_owner_doesnt_win_however_late_its_clock_is()
    {
        var cluster = Akka.Cluster.Cluster.Get(_system);
        await cluster.JoinAsync(cluster.SelfAddress);
        using var told = Inbox.Create(_system);
        var owners = new ShardOwners(_system, "group", told.Receiver);
        owners.Opened(0, sequenceNr: 5);
        owners.Tell();
        var replicator = DistributedData.DistributedData.Get(_system).Replicator;
        await Write(replicator, cluster.SelfUniqueAddress, new ShardOwner(Other, 1, 3));

        owners.Look();
        Assert.Empty(owners.Learn(await Found(told)));
        Assert.True(owners.IsHere(owners.Of(0)!));
        owners.Tell();
        await Testing.Eventually.True(() => Written(replicator) == owners.Of(0)!.ToString());

        await Write(replicator, cluster.SelfUniqueAddress, new ShardOwner(Other, 1, 7));
        owners.Look();
        Assert.Equal([0], owners.Learn(await Found(told)));
        Assert.Equal(Other, owners.Of(0)!.Node);
    }

    private static async Task Write(IActorRef replicator, UniqueAddress node, ShardOwner owner) =>
        await replicator.Ask<IUpdateResponse>(
            Dsl.Update(Key, LWWDictionary<string, string>.Empty, Dsl.WriteLocal, map => map.SetItem(node, "0", owner.ToString())), Patience);

    private static string Written(IActorRef replicator) =>
        replicator.Ask<GetSuccess>(Dsl.Get(Key, Dsl.ReadLocal), Patience).GetAwaiter().GetResult().Get(Key)["0"];

    private static async Task<GetSuccess> Found(Inbox told)
    {
        while (true)
            if (await told.ReceiveAsync(Patience) is GetSuccess found)
                return found;
    }
}
