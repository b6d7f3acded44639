using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.Singleton;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Akka.Runtime.Tests.Cluster;

/// <summary>Behaviour 25: the singleton.</summary>
public sealed class SingletonTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task The_manager_starts_one_instance_below_it_once_the_member_is_up()
    {
        await using var member = await Member.StartedAsync();
        member.System.ActorOf(ClusterSingletonManager.Props(
            Entity.Props("only", member.Seen), new Entity.Stop(), ClusterSingletonManagerSettings.Create(member.System)), "boss");
        var proxy = member.System.ActorOf(ClusterSingletonProxy.Props("/user/boss", ClusterSingletonProxySettings.Create(member.System)));

        await member.Cluster.JoinAsync(member.Cluster.SelfAddress);

        var who = await proxy.Ask<Entity.Who>("hello", Patience);
        Assert.Equal("/user/boss/singleton", who.Ref.Path.ToStringWithoutAddress());
    }

    [Fact]
    public async Task The_proxy_keeps_messages_in_order_until_it_has_found_the_singleton()
    {
        await using var member = await Member.StartedAsync(akka => akka.WithSingletonProxy<Entity>("only"));
        var proxy = member.Registry.Get<Entity>();
        for (var i = 0; i < 10; i++) proxy.Tell(i, member.Observer());

        member.System.ActorOf(ClusterSingletonManager.Props(
            Entity.Props("only", member.Seen), ClusterSingletonManagerSettings.Create(member.System).WithSingletonName("only")), "only");
        await member.Cluster.JoinAsync(member.Cluster.SelfAddress);

        Assert.IsType<Entity.Started>(await member.Seen.NextAsync());
        var got = new List<object>();
        while (got.Count < 10) got.Add((await member.Seen.FirstAsync<Entity.Got>()).Message);
        Assert.Equal(Enumerable.Range(0, 10).Cast<object>(), got);
    }

    [Fact]
    public async Task Beyond_its_buffer_the_proxy_drops_the_oldest()
    {
        await using var member = await Member.StartedAsync();
        var settings = ClusterSingletonProxySettings.Create(member.System).WithBufferSize(3);
        var proxy = member.System.ActorOf(ClusterSingletonProxy.Props("/user/boss", settings));
        for (var i = 0; i < 10; i++) proxy.Tell(i);
        // An Identify waits its turn behind them.
        await proxy.Ask<ActorIdentity>(new Identify("all there?"), Patience);

        member.System.ActorOf(
            ClusterSingletonManager.Props(Entity.Props("only", member.Seen), ClusterSingletonManagerSettings.Create(member.System)), "boss");
        await member.Cluster.JoinAsync(member.Cluster.SelfAddress);

        foreach (var expected in new[] { 7, 8, 9 }) Assert.Equal(expected, (await member.Seen.FirstAsync<Entity.Got>()).Message);
    }

    [Fact]
    public async Task On_leave_the_singleton_gets_the_termination_message_and_the_member_waits_for_its_end()
    {
        var mayStop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var member = await Member.UpAsync();
        member.System.ActorOf(ClusterSingletonManager.Props(
            Entity.Props("only", member.Seen), new Entity.Stop(mayStop), ClusterSingletonManagerSettings.Create(member.System)), "boss");
        await member.Seen.FirstAsync<Entity.Started>();

        var left = member.Cluster.LeaveAsync();
        await member.Seen.FirstAsync<Entity.Stopping>();
        Assert.False(left.IsCompleted);
        mayStop.SetResult();

        await left.WaitAsync(Patience);
        Assert.Equal(new Entity.Stopped("only"), await member.Seen.NextAsync());
    }

    [Fact]
    public async Task A_singleton_that_stops_by_itself_is_not_started_again()
    {
        await using var member = await Member.UpAsync();
        var manager = member.System.ActorOf(
            ClusterSingletonManager.Props(Entity.Props("only", member.Seen), ClusterSingletonManagerSettings.Create(member.System)), "boss");
        await member.Seen.FirstAsync<Entity.Started>();

        member.System.ActorSelection("/user/boss/singleton").Tell(new Entity.End());
        await member.Seen.FirstAsync<Entity.Stopped>();
        // Twice through the manager's mailbox: the second answer comes after its reaction to the first.
        for (var i = 0; i < 2; i++) await manager.Ask<ActorIdentity>(new Identify(i), Patience);

        var identity = await member.System.ActorSelection("/user/boss/singleton").Ask<ActorIdentity>(new Identify("there?"), Patience);
        Assert.Null(identity.Subject);
    }

    [Fact]
    public async Task A_member_without_the_role_doesnt_run_the_singleton()
    {
        await using var member = await Member.UpAsync();
        var manager = member.System.ActorOf(ClusterSingletonManager.Props(
            Entity.Props("only", member.Seen), ClusterSingletonManagerSettings.Create(member.System).WithRole("other")), "boss");
        await manager.Ask<ActorIdentity>(new Identify(1), Patience);

        var identity = await member.System.ActorSelection("/user/boss/singleton").Ask<ActorIdentity>(new Identify("there?"), Patience);
        Assert.Null(identity.Subject);
    }

    [Fact]
    public async Task Hosting_registers_the_proxy()
    {
        var seen = new Seen();
        await using var member = await Member.UpAsync(akka => akka.WithSingleton<Entity>("only", Entity.Props("only", seen)));

        var required = member.Host.Services.GetRequiredService<IRequiredActor<Entity>>();

        Assert.Equal("/user/only-proxy", required.ActorRef.Path.ToStringWithoutAddress());
        var who = await required.ActorRef.Ask<Entity.Who>("hello", Patience);
        Assert.Equal("/user/only/only", who.Ref.Path.ToStringWithoutAddress());
    }
}
