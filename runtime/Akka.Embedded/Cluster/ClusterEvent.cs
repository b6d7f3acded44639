using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster;

/// <summary>What <see cref="Cluster.Subscribe(IActorRef, Type[])"/> tells.</summary>
public class ClusterEvent
{
    public enum SubscriptionInitialStateMode
    {
        /// <summary>First a <see cref="CurrentClusterState"/>.</summary>
        InitialStateAsSnapshot = 0,

        /// <summary>First the events that would have led to the present state.</summary>
        InitialStateAsEvents = 1,
    }

    public static readonly SubscriptionInitialStateMode InitialStateAsSnapshot = SubscriptionInitialStateMode.InitialStateAsSnapshot;

    public static readonly SubscriptionInitialStateMode InitialStateAsEvents = SubscriptionInitialStateMode.InitialStateAsEvents;

    public interface IClusterDomainEvent;

    public interface IMemberEvent : IClusterDomainEvent
    {
        Member Member { get; }
    }

    public interface IReachabilityEvent : IClusterDomainEvent
    {
        Member Member { get; }
    }

    public sealed class CurrentClusterState
    {
        private readonly ImmutableHashSet<string> _selfRoles;

        internal CurrentClusterState(Member self, bool isMember)
        {
            Members = isMember ? [self] : [];
            Leader = isMember && self.Status is MemberStatus.Up or MemberStatus.Leaving ? self.Address : null;
            SeenBy = isMember ? [self.Address] : [];
            _selfRoles = self.Roles;
        }

        public ImmutableSortedSet<Member> Members { get; }
        public ImmutableHashSet<Member> Unreachable { get; } = [];
        public ImmutableHashSet<Address> SeenBy { get; }
        public Address Leader { get; }
        public ImmutableHashSet<string> AllRoles => Members.IsEmpty ? [] : _selfRoles;

        public Address RoleLeader(string role) => AllRoles.Contains(role) ? Leader : null;
    }

    public abstract class MemberStatusChange(Member member) : IMemberEvent
    {
        public Member Member { get; } = member;

        public override bool Equals(object obj) => obj?.GetType() == GetType() && Member.Equals(((MemberStatusChange)obj).Member);
        public override int GetHashCode() => Member.GetHashCode();
        public override string ToString() => $"{GetType().Name}(Member={Member})";
    }

    public sealed class MemberJoined(Member member) : MemberStatusChange(member);

    public sealed class MemberWeaklyUp(Member member) : MemberStatusChange(member);

    public sealed class MemberUp(Member member) : MemberStatusChange(member);

    public sealed class MemberLeft(Member member) : MemberStatusChange(member);

    public sealed class MemberExited(Member member) : MemberStatusChange(member);

    public sealed class MemberDowned(Member member) : MemberStatusChange(member);

    public sealed class MemberRemoved(Member member, MemberStatus previousStatus) : MemberStatusChange(member)
    {
        public MemberStatus PreviousStatus { get; } = previousStatus;
    }

    public sealed record LeaderChanged(Address Leader) : IClusterDomainEvent;

    public sealed record RoleLeaderChanged(string Role, Address Leader) : IClusterDomainEvent;

    public sealed record UnreachableMember(Member Member) : IReachabilityEvent;

    public sealed record ReachableMember(Member Member) : IReachabilityEvent;

    public sealed class ClusterShuttingDown : IClusterDomainEvent
    {
        public static readonly ClusterShuttingDown Instance = new();

        private ClusterShuttingDown() { }
    }
}
