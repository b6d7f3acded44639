using Akka.Actor;
using Akka.Configuration;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Operating;
using Akka.Events.Publishing;
using Akka.Events.Tests.Fakes;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>The whole of it in a generic host, against a mock Kafka.</summary>
public sealed class HostTests : IAsyncLifetime
{
    private readonly Hosts _hosts = new(events => events.UseInMemory());

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _hosts.DisposeAsync().AsTask();

    [Fact]
    public async Task Published_events_reach_entities_that_can_be_asked()
    {
        var host = await _hosts.Start(events => events.Group("counts", g => g.Entity<Counter>()));
        var events = host.Services.GetRequiredService<IEvents>();
        for (var i = 0; i < 3; i++) await events.PublishAsync(Orders, "x", new PublishOptions { Key = "anna" });
        var entities = host.Services.GetRequiredService<IEntities>();
        await Hosts.Eventually(() => host.Handled() == 3, "three events are handled");
        Assert.Equal(new Count(3), await entities.Ask<Counter, Count>("anna", new GetCount()));
        Assert.Equal(new Count(0), await entities.Ask<Counter, Count>("bert", new GetCount()));
    }

    [Fact]
    public async Task A_groups_name_may_have_what_paths_and_addresses_have()
    {
        var host = await _hosts.Start(events => events.Group("billing/eu:1@home", g => g.Entity<Counter>()));
        await host.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "x", new PublishOptions { Key = "anna" });
        await Hosts.Eventually(() => host.Handled() == 1, "the event is handled");
        Assert.Equal(new Count(1), await host.Services.GetRequiredService<IEntities>().Ask<Counter, Count>("anna", new GetCount()));
    }

    [Fact]
    public async Task Constructors_of_entities_get_services()
    {
        var host = await _hosts.Start(
            events => events.Group("counts", g => g.Entity<PricedCounter>()), services => services.AddSingleton(new Prices(5)));
        await host.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "x", new PublishOptions { Key = "anna" });
        await Hosts.Eventually(() => host.Handled() == 1, "the event is handled");
        Assert.Equal(new Count(5), await host.Services.GetRequiredService<IEntities>().Ask<PricedCounter, Count>("anna", new GetCount()));
    }

    [Fact]
    public async Task Plain_handlers_see_every_event()
    {
        var seen = new List<string>();
        var host = await _hosts.Start(events => events.Group("billing", g => g.Handle(Orders, "notify", order =>
        {
            lock (seen) seen.Add(order);
        })));
        await host.Services.GetRequiredService<IEvents>().PublishAllAsync(Orders, ["a", "b", "c"]);
        await Hosts.Eventually(() => host.Handled() == 3, "three events are handled");
        lock (seen) Assert.Equal(["a", "b", "c"], seen.Order());
    }

    [Fact]
    public async Task Two_groups_may_use_an_entity_class_with_different_arguments()
    {
        var returns = Akka.Events.Topics.Topic.Text("returns");
        _hosts.Kafka.CreateTopic(returns.Name, 2);
        var first = await _hosts.Start(events => events.Group(
            "orders", g => g.Entity<TopicCounter>(e => e.UseProps(_ => Props.Create(() => new TopicCounter(Orders, 1))))));
        var second = await _hosts.Start(events => events.Group(
            "returns", g => g.Entity<TopicCounter>(e => e.UseProps(_ => Props.Create(() => new TopicCounter(returns, 100))))));
        await first.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "x", new PublishOptions { Key = "anna" });
        await first.Services.GetRequiredService<IEvents>().PublishAsync(returns, "x", new PublishOptions { Key = "anna" });
        await Hosts.Eventually(() => first.Handled() == 1 && second.Handled() == 1, "both events are handled");
        Assert.Equal(new Count(1), await first.Services.GetRequiredService<IEntities>().Ask<TopicCounter, Count>("anna", new GetCount()));
        Assert.Equal(
            new Count(100), await second.Services.GetRequiredService<IEntities>().Ask<TopicCounter, Count>("anna", new GetCount()));
    }

    [Fact]
    public async Task A_stopped_process_leaves_its_groups_and_the_next_goes_on_from_there()
    {
        await using var hosts = new Hosts(events => events.UseInMemory()) { Session = TimeSpan.FromSeconds(6) };
        var first = await hosts.Start(events => events.Group("billing", g => g.Handle(Orders, "notify", _ => { })));
        await first.Services.GetRequiredService<IEvents>().PublishAllAsync(Orders, ["a", "b"]);
        await Hosts.Eventually(() => first.Handled() == 2, "two events are handled");
        await first.StopAsync();
        Assert.Empty(first.Group().Partitions);

        var seen = new List<string>();
        var second = await hosts.Start(events => events.Group("billing", g => g.Handle(Orders, "notify", order =>
        {
            lock (seen) seen.Add(order);
        })));
        await second.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "c");
        await Hosts.Eventually(() => second.Handled() >= 1, "the third event is handled");
        lock (seen) Assert.Equal(["c"], seen);
    }

    [Fact]
    public async Task What_is_injected_before_the_start_waits_for_it()
    {
        var host = _hosts.Build(events => events.Group("counts", g => g.Entity<Counter>()));
        var publishing = host.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "x", new PublishOptions { Key = "anna" });
        var asking = host.Services.GetRequiredService<IEntities>().Ask<Counter, Count>("bert", new GetCount());
        Assert.Empty(host.Services.GetRequiredService<IEventsStatus>().Groups);
        Assert.False(asking.IsCompleted);
        await host.StartAsync();
        await publishing;
        // By then the partition may not be this process's yet, which the answer says.
        if (await Record.ExceptionAsync(() => asking) is { } e) Assert.IsType<PartitionNotOwnedException>(e);
    }

    [Fact]
    public async Task A_missing_topic_is_a_problem_that_ends_when_the_topic_comes()
    {
        var missing = Akka.Events.Topics.Topic.Text("returns");
        var host = await _hosts.Start(
            events => events.Group("billing", g => g.Handle(missing, "notify", _ => { })),
            services => services.AddHealthChecks().AddAkkaEvents());
        await Hosts.Eventually(() => host.Group().Problem is not null, "the problem is told");
        Assert.Contains("returns", host.Group().Problem);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        Assert.Equal(HealthStatus.Unhealthy, (await health.CheckHealthAsync()).Status);
        _hosts.Kafka.CreateTopic("returns", 1);
        await Hosts.Eventually(() => host.Group().Partitions.Count == 1, "the group works");
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
    }

    [Fact]
    public async Task Lag_is_known_while_events_wait()
    {
        var gate = new TaskCompletionSource();
        var host = await _hosts.Start(events => events
            .ConfigureGroups(o => o.CommitInterval = TimeSpan.FromMilliseconds(20))
            .Group("billing", g => g.Handle(Orders, "notify", (_, context) => context.Offset == 0 ? Task.CompletedTask : gate.Task)));
        var events = host.Services.GetRequiredService<IEvents>();
        for (var i = 0; i < 4; i++) await events.PublishAsync(Orders, "x", new PublishOptions { Key = "anna" });
        await Hosts.Eventually(() => host.Group().Partitions.Sum(p => p.Lag ?? 0) == 3, "three events wait");
        gate.SetResult();
        await Hosts.Eventually(() => host.Group().Partitions.Sum(p => p.Lag ?? 0) == 0, "none waits");
    }

    [Fact]
    public async Task A_wrong_configuration_stops_the_start()
    {
        var host = _hosts.Build(
            events => events.Group("billing", g => g.Handle(Orders, "notify", _ => { })), hocon: "akka.events.group.max-outstanding = few");
        var e = await Assert.ThrowsAsync<EventsConfigurationException>(() => host.StartAsync());
        Assert.Equal("akka.events.group.max-outstanding: 'few' is not a whole number", e.Message);
    }

    [Fact]
    public async Task HOCON_that_comes_too_late_stops_the_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging().AddAkkaEvents().AddAkka("late", akka => akka
            .WithEvents(events => events.UseKafka(_hosts.Kafka.Bootstrap).UseInMemory())
            .AddHocon(ConfigurationFactory.ParseString("akka.events.group.max-outstanding = 5"), HoconAddMode.Prepend));
        var host = builder.Build();
        _hosts.Keep(host);
        var e = await Assert.ThrowsAsync<EventsConfigurationException>(() => host.StartAsync());
        Assert.Equal("akka.events.group.max-outstanding: was configured after WithEvents: add the HOCON before it", e.Message);
    }

    [Fact]
    public async Task The_members_of_groups_are_found_below_the_root()
    {
        var host = await _hosts.Start(events => events.Group("team/billing", g => g.Handle(Orders, "notify", _ => { })));
        var system = host.Services.GetRequiredService<ActorSystem>();
        // The root answers when it has started, and then its children are there.
        await system.ActorSelection("/user/akka-events").ResolveOne(TimeSpan.FromMinutes(2));
        Assert.NotNull(await system.ActorSelection("/user/akka-events/team%2Fbilling").ResolveOne(TimeSpan.FromMinutes(2)));
    }
}
