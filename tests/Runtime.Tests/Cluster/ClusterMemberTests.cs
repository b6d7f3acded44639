using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Xunit;
using static Akka.Cluster.ClusterEvent;

namespace Akka.Runtime.Tests.Cluster;

public sealed class ClusterMemberTests
{
    [Fact]
    public async Task Joining_its_own_address_makes_it_up()
    {
        await using var member = await Member.StartedAsync();
        var up = new TaskCompletionSource();
        Assert.False(member.Cluster.IsUp);
        member.Cluster.RegisterOnMemberUp(up.SetResult);

        await member.Cluster.JoinAsync(member.Cluster.SelfAddress);

        await up.Task.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(member.Cluster.IsUp);
        Assert.Equal(MemberStatus.Up, member.Cluster.SelfMember.Status);
        Assert.Equal(["worker"], member.Cluster.SelfRoles);
        Assert.True(member.Cluster.SelfMember.HasRole("worker"));
        Assert.Equal(member.Cluster.SelfMember, Assert.Single(member.Cluster.State.Members));
    }

    [Fact]
    public async Task A_callback_for_up_that_is_registered_when_up_runs_at_once()
    {
        await using var member = await Member.UpAsync();
        var up = new TaskCompletionSource();

        member.Cluster.RegisterOnMemberUp(up.SetResult);

        await up.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_subscriber_gets_the_state_first_and_then_the_events()
    {
        await using var member = await Member.StartedAsync();

        member.Cluster.Subscribe(member.Observer(), typeof(IMemberEvent));
        Assert.Empty(Assert.IsType<CurrentClusterState>(await member.Seen.NextAsync()).Members);
        member.Cluster.Join(member.Cluster.SelfAddress);

        Assert.Equal(member.Cluster.SelfMember, Assert.IsType<MemberJoined>(await member.Seen.NextAsync()).Member);
        Assert.Equal(MemberStatus.Up, Assert.IsType<MemberUp>(await member.Seen.NextAsync()).Member.Status);
    }

    [Fact]
    public async Task A_subscriber_may_get_the_state_as_events()
    {
        await using var member = await Member.UpAsync();

        member.Cluster.Subscribe(member.Observer(), SubscriptionInitialStateMode.InitialStateAsEvents, typeof(MemberUp));

        Assert.Equal(member.Cluster.SelfMember, Assert.IsType<MemberUp>(await member.Seen.NextAsync()).Member);
    }

    [Fact]
    public async Task Only_cluster_events_can_be_subscribed_to()
    {
        await using var member = await Member.UpAsync();
        var observer = member.Observer();

        Assert.ThrowsAny<ArgumentException>(() => member.Cluster.Subscribe(observer, typeof(string)));
        Assert.ThrowsAny<ArgumentException>(() => member.Cluster.Subscribe(observer, []));
    }

    [Fact]
    public async Task Leaving_removes_the_member_and_terminates_the_system()
    {
        await using var member = await Member.UpAsync();
        var (cluster, removed) = (member.Cluster, new TaskCompletionSource());
        cluster.RegisterOnMemberRemoved(removed.SetResult);
        var reason = CoordinatedShutdown.Get(member.System);

        await cluster.LeaveAsync();

        await removed.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await member.System.WhenTerminated.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.True(cluster.IsTerminated);
        Assert.IsType<CoordinatedShutdown.ClusterLeavingReason>(reason.ShutdownReason);
    }

    [Fact]
    public void A_system_without_the_cluster_provider_has_no_cluster()
    {
        using var system = ActorSystem.Create("local", "akka.loglevel = OFF");

        Assert.Throws<ConfigurationException>(() => Akka.Cluster.Cluster.Get(system));
    }
}
