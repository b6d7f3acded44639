using Akka.Actor;

namespace Akka.Cluster;

/// <summary>An address and the incarnation of the system behind it.</summary>
public record UniqueAddress(Address Address, int Uid) : IComparable<UniqueAddress>
{
    public int CompareTo(UniqueAddress other) =>
        Address.Comparer.Compare(Address, other.Address) is var order and not 0 ? order : Uid.CompareTo(other.Uid);
}
