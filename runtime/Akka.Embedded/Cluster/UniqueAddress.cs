using Akka.Actor;

namespace Akka.Cluster;

/// <summary>An address and the incarnation of the system behind it.</summary>
public class UniqueAddress(Address address, int uid) : IEquatable<UniqueAddress>, IComparable<UniqueAddress>
{
    public Address Address { get; } = address;

    public int Uid { get; } = uid;

    public bool Equals(UniqueAddress other) => other is not null && Uid == other.Uid && Address.Equals(other.Address);

    public override bool Equals(object obj) => Equals(obj as UniqueAddress);

    public override int GetHashCode() => Uid;

    public int CompareTo(UniqueAddress other) =>
        Address.Comparer.Compare(Address, other.Address) is var order and not 0 ? order : Uid.CompareTo(other.Uid);

    public override string ToString() => $"UniqueAddress: ({Address}, {Uid})";
}
