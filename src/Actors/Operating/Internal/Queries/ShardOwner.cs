using System.Globalization;
using Akka.Actor;
using Akka.Cluster;

namespace Akka.Events.Operating.Internal.Queries;

/// <summary>Who owns a shard, as nodes tell each other.</summary>
/// <param name="Node">The node's address.</param>
/// <param name="Incarnation">Which process at that address.</param>
/// <param name="SequenceNr">Of the owner's marker in the shard's journal: later owners have higher ones.</param>
internal sealed record ShardOwner(Address Node, int Incarnation, long SequenceNr)
{
    public static ShardOwner Of(UniqueAddress node, long sequenceNr) => new(node.Address, node.Uid, sequenceNr);

    /// <summary>Null where it is nothing that this version understands.</summary>
    public static ShardOwner? Parse(string text) =>
        text.Split(' ') is [var node, var incarnation, var sequenceNr] && Address.TryParse(node, out var address)
        && int.TryParse(incarnation, CultureInfo.InvariantCulture, out var uid)
        && long.TryParse(sequenceNr, CultureInfo.InvariantCulture, out var number)
            ? new ShardOwner(address, uid, number) : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Node} {Incarnation} {SequenceNr}");
}
