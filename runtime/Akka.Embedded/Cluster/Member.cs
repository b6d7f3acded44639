using System.Collections.Immutable;
using Akka.Util;

namespace Akka.Cluster;

/// <summary>A member of the cluster with its status at one moment; equal to another of the same unique address.</summary>
public class Member : IComparable<Member>, IEquatable<Member>
{
    internal Member(UniqueAddress address, MemberStatus status, ImmutableHashSet<string> roles, AppVersion appVersion)
    {
        UniqueAddress = address;
        Status = status;
        Roles = roles;
        AppVersion = appVersion;
    }

    public UniqueAddress UniqueAddress { get; }
    public Actor.Address Address => UniqueAddress.Address;
    public MemberStatus Status { get; }
    public ImmutableHashSet<string> Roles { get; }
    public AppVersion AppVersion { get; }

    public bool HasRole(string role) => Roles.Contains(role);

    /// <summary>A cluster of one has no second member to be older than.</summary>
    public bool IsOlderThan(Member other) => false;

    public bool Equals(Member other) => other is not null && UniqueAddress.Equals(other.UniqueAddress);
    public override bool Equals(object obj) => Equals(obj as Member);
    public override int GetHashCode() => UniqueAddress.GetHashCode();
    public int CompareTo(Member other) => UniqueAddress.CompareTo(other.UniqueAddress);
    public override string ToString() =>
        $"Member(address = {Address}, Uid={UniqueAddress.Uid} status = {Status}, role=[{string.Join(",", Roles)}])";

    internal Member With(MemberStatus status) => new(UniqueAddress, status, Roles, AppVersion);
}
