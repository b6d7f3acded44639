using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Akka.Util.Internal;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Cluster;

/// <summary>A cluster of one: the member is always this system, and nothing but this system decides what becomes of it.</summary>
public class Cluster : IExtension
{
    private static readonly ExtensionOf<Cluster> Id = new(system => new Cluster(system));

    // Guards the member's status, and with it the order in which subscribers are told.
    private readonly Lock _lock = new();
    private readonly Dictionary<IActorRef, ImmutableHashSet<Type>> _subscribers = [];
    private readonly TaskCompletionSource _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _removed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILoggingAdapter _log;
    private volatile Member _self;
    private volatile bool _joined;

    internal Cluster(ExtendedActorSystem system)
    {
        if (!system.Settings.HasCluster)
        {
            throw new ConfigurationException(
                $"ActorSystem [{system.Name}] isn't set up for a cluster: akka.actor.provider must be cluster.");
        }


        System = system;
        _log = Logging.GetLogger(system, "Cluster");
        Settings = new ClusterSettings(system.Settings.Config, system.Name);
        var address = new UniqueAddress(Settings.SelfAddress, Random.Shared.Next(1, int.MaxValue));
        _self = new Member(address, MemberStatus.Removed, Settings.Roles, Settings.AppVersion);

        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterLeave, "leave", () => Completed(Exit));
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "remove", () => Completed(Remove));
        system.RegisterOnTermination(Remove);

        if (Settings.MinNrOfMembers > 1)
            _log.Warning("akka.cluster.min-nr-of-members = {0} can't be met by a cluster of one: ignored", Settings.MinNrOfMembers);
        if (!Settings.SeedNodes.IsEmpty) JoinSeedNodes(Settings.SeedNodes);
    }

    public ExtendedActorSystem System { get; }
    public ClusterSettings Settings { get; }
    public Member SelfMember => _self;
    public UniqueAddress SelfUniqueAddress => _self.UniqueAddress;
    public Address SelfAddress => _self.Address;
    public ImmutableHashSet<string> SelfRoles => _self.Roles;
    public CurrentClusterState State => new(_self, IsMember);
    public bool IsUp => _self.Status == MemberStatus.Up;
    public bool IsTerminated => _removed.Task.IsCompleted;

    private bool IsMember => _joined && !IsTerminated;

    public static Cluster Get(ActorSystem system) => Id.Get(system);

    public void Join(Address address)
    {
        if (!address.Equals(SelfAddress))
        {
            _log.Warning("{0} is another member: a cluster of one can join only itself, {1}", address, SelfAddress);
            return;
        }
        lock (_lock)
        {
            if (_joined || IsTerminated) return;
            _joined = true;
            Change(MemberStatus.Joining);
            Change(MemberStatus.Up);
            Publish(new LeaderChanged(SelfAddress));
            foreach (var role in SelfRoles) Publish(new RoleLeaderChanged(role, SelfAddress));
        }
        _up.TrySetResult();
    }

    public Task JoinAsync(Address address, CancellationToken token = default) => JoinSeedNodesAsync([address], token);

    public void JoinSeedNodes(IEnumerable<Address> seedNodes)
    {
        var addresses = seedNodes.ToArray();
        if (addresses.Length > 0) Join(addresses.Contains(SelfAddress) ? SelfAddress : addresses[0]);
    }

    /// <summary>Completes when this member is up; <see cref="ClusterJoinFailedException"/> if it can't be.</summary>
    public Task JoinSeedNodesAsync(IEnumerable<Address> seedNodes, CancellationToken token = default)
    {
        JoinSeedNodes(seedNodes);
        if (IsTerminated)
            return Task.FromException(new ClusterJoinFailedException($"{SelfAddress} has left the cluster: it can't join again."));
        return _joined
            ? _up.Task.WaitAsync(token)
            : Task.FromException(new ClusterJoinFailedException($"{SelfAddress} is not among the addresses to join."));
    }

    public void Leave(Address address)
    {
        if (!IsMember || !address.Equals(SelfAddress)) return;
        Exit();
        ShutDown(CoordinatedShutdown.ClusterLeavingReason.Instance);
    }

    public Task LeaveAsync() => LeaveAsync(CancellationToken.None);

    public Task LeaveAsync(CancellationToken cancellationToken)
    {
        if (!_joined) return Task.CompletedTask;
        Leave(SelfAddress);
        return _removed.Task.WaitAsync(cancellationToken);
    }

    public void Down(Address address)
    {
        if (!address.Equals(SelfAddress)) return;
        lock (_lock)
        {
            if (!IsMember || _self.Status == MemberStatus.Down) return;
            Change(MemberStatus.Down);
        }
        ShutDown(CoordinatedShutdown.ClusterDowningReason.Instance);
    }

    public void RegisterOnMemberUp(Action callback) => RunAfter(_up.Task, callback);
    public void RegisterOnMemberRemoved(Action callback) => RunAfter(_removed.Task, callback);
    public void Subscribe(IActorRef subscriber, params Type[] to) => Subscribe(subscriber, InitialStateAsSnapshot, to);

    public void Subscribe(IActorRef subscriber, SubscriptionInitialStateMode initialStateMode, params Type[] to)
    {
        if (to.Length == 0) throw new ArgumentException("At least one cluster event is needed to subscribe to.", nameof(to));
        foreach (var type in to)
        {
            if (!typeof(IClusterDomainEvent).IsAssignableFrom(type))
                throw new ArgumentException($"{type} is not a cluster event.", nameof(to));
        }
        lock (_lock)
        {
            _subscribers[subscriber] = _subscribers.GetValueOrDefault(subscriber, []).Union(to);
            if (initialStateMode == SubscriptionInitialStateMode.InitialStateAsSnapshot)
            {
                subscriber.Tell(State);
                return;
            }
            foreach (var domainEvent in PresentAsEvents())
                if (Matches(to, domainEvent)) subscriber.Tell(domainEvent);
        }
    }

    public void Unsubscribe(IActorRef subscriber)
    {
        lock (_lock) _subscribers.Remove(subscriber);
    }

    public void Unsubscribe(IActorRef subscriber, Type to)
    {
        lock (_lock)
        {
            if (!_subscribers.TryGetValue(subscriber, out var types)) return;
            types = types.Remove(to);
            if (types.IsEmpty) _subscribers.Remove(subscriber);
            else _subscribers[subscriber] = types;
        }
    }

    public void SendCurrentClusterState(IActorRef receiver) => receiver.Tell(State);

    private static Task<Done> Completed(Action action)
    {
        action();
        return Task.FromResult(Done.Instance);
    }

    private static bool Matches(IEnumerable<Type> types, object domainEvent) => types.Any(type => type.IsInstanceOfType(domainEvent));

    private static IClusterDomainEvent Event(Member member) => member.Status switch
    {
        MemberStatus.Joining => new MemberJoined(member),
        MemberStatus.Up => new MemberUp(member),
        MemberStatus.Leaving => new MemberLeft(member),
        MemberStatus.Exiting => new MemberExited(member),
        _ => new MemberDowned(member),
    };

    private IEnumerable<IClusterDomainEvent> PresentAsEvents()
    {
        if (!IsMember) yield break;
        yield return Event(_self);
        yield return new LeaderChanged(SelfAddress);
        foreach (var role in SelfRoles) yield return new RoleLeaderChanged(role, SelfAddress);
    }

    /// <summary>The way out, as far as the other parts of the system must hear of it before they hand over.</summary>
    private void Exit()
    {
        lock (_lock)
        {
            if (!IsMember || _self.Status != MemberStatus.Up) return;
            Change(MemberStatus.Leaving);
            Change(MemberStatus.Exiting);
        }
    }

    private void ShutDown(CoordinatedShutdown.Reason reason)
    {
        if (Settings.RunCoordinatedShutdownWhenDown) _ = CoordinatedShutdown.Get(System).Run(reason);
        else Remove();
    }

    private void Remove()
    {
        lock (_lock)
        {
            if (IsTerminated) return;
            if (_joined)
            {
                var previous = _self.Status;
                Publish(ClusterShuttingDown.Instance);
                _self = _self.With(MemberStatus.Removed);
                Publish(new MemberRemoved(_self, previous));
            }
            _removed.SetResult();
        }
    }

    private void Change(MemberStatus status)
    {
        _self = _self.With(status);
        Publish(Event(_self));
    }

    private void Publish(IClusterDomainEvent domainEvent)
    {
        foreach (var (subscriber, types) in _subscribers)
            if (Matches(types, domainEvent)) subscriber.Tell(domainEvent);
    }

    private void RunAfter(Task reached, Action callback) => reached.ContinueWith(
        _ =>
        {
            try
            {
                callback();
            }
            catch (Exception failure)
            {
                _log.Error(failure, "A callback on the member's status failed");
            }
        },
        TaskScheduler.Default);
}
