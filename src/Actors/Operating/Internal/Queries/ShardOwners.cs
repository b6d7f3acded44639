using System.Globalization;
using Akka.Actor;
using Akka.Cluster;
using Akka.DistributedData;

namespace Akka.Events.Operating.Internal.Queries;

using OwnerMap = LWWDictionary<string, string>;

/// <summary>
/// Which node of the cluster owns which shard of a group: a map that each node has a copy of. It serves queries only, and is never waited
/// for: what is wrong in it costs a question to the wrong node. Used on the turn of the actor that is told of changes.
/// </summary>
internal sealed class ShardOwners
{
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(1);

    private readonly UniqueAddress _self;
    private readonly IActorRef _told;
    private readonly IActorRef _replicator;
    private readonly LWWDictionaryKey<string, string> _key;
    private readonly Dictionary<int, ShardOwner> _owners = [];
    private readonly Dictionary<int, ShardOwner> _own = [];
    private readonly HashSet<int> _toTell = [];

    public ShardOwners(ActorSystem system, string group, IActorRef told)
    {
        _self = Cluster.Cluster.Get(system).SelfUniqueAddress;
        _replicator = OwnersReplicator.Of(system);
        _key = new LWWDictionaryKey<string, string>(group);
        _told = told;
        _replicator.Tell(Dsl.Subscribe(_key, told), told);
    }

    /// <summary>Null where nobody has said that it owns the shard.</summary>
    public ShardOwner? Of(int shard) => _owners.GetValueOrDefault(shard);

    public bool IsHere(ShardOwner owner) => owner.Node == _self.Address;

    /// <summary>A shard has opened in this process. Told to the others with the next <see cref="Tell"/>.</summary>
    public void Opened(int shard, long sequenceNr) => Claim(shard, _own[shard] = ShardOwner.Of(_self, sequenceNr));

    public void Gone(int shard) => _own.Remove(shard);

    /// <summary>Tells the other nodes what has been claimed since.</summary>
    public void Tell()
    {
        if (_toTell.Count == 0) return;
        var claims = _toTell.Where(_own.ContainsKey).Select(shard => (Name(shard), _own[shard].ToString())).ToArray();
        _toTell.Clear();
        var self = _self;
        _replicator.Tell(
            Dsl.Update(
                _key, OwnerMap.Empty, new WriteAll(WriteLimit),
                map => claims.Aggregate(map, (all, claim) => all.SetItem(self, claim.Item1, claim.Item2))),
            ActorRefs.NoSender);
    }

    /// <summary>Looks at this node's copy now, rather than when its replicator tells of changes.</summary>
    public void Look() => _replicator.Tell(Dsl.Get(_key, ReadLocal.Instance), _told);

    public IReadOnlyList<int> Learn(Changed changed) => Learn(changed.Get(_key));

    public IReadOnlyList<int> Learn(GetSuccess found) => Learn(found.Get(_key));

    // Gives the shards that have another owner now.
    private List<int> Learn(OwnerMap map)
    {
        var moved = new List<int>();
        foreach (var (name, text) in map.Entries)
        {
            if (!int.TryParse(name, CultureInfo.InvariantCulture, out var shard) || ShardOwner.Parse(text) is not { } owner) continue;
            if (_own.TryGetValue(shard, out var own) && owner.SequenceNr < own.SequenceNr)
            {
                // An earlier owner, told later: of a node whose clock is ahead, or that was cut off.
                Claim(shard, own);
                continue;
            }
            if (_owners.TryGetValue(shard, out var known) && known == owner) continue;
            _owners[shard] = owner;
            moved.Add(shard);
        }
        return moved;
    }

    private void Claim(int shard, ShardOwner own)
    {
        _owners[shard] = own;
        _toTell.Add(shard);
    }

    private static string Name(int shard) => shard.ToString(CultureInfo.InvariantCulture);
}
