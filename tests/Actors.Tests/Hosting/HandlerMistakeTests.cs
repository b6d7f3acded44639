using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>What is wrong in the handlers themselves stops the start: no later attempt would mend it.</summary>
public sealed class HandlerMistakeTests : IAsyncLifetime
{
    private readonly Hosts _hosts = new(events => events.UseInMemory());

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _hosts.DisposeAsync().AsTask();

    [Fact]
    public async Task A_topic_is_read_as_one_type_in_a_group() => Assert.Equal(
        "group 'mixed': topic 'orders' is read as String by handler 'text' and as Int64 by handler 'number': "
            + "handle it as one type, or in two groups",
        (await Refused(g => g.Handle(Orders, "text", _ => { }).Handle(Topic.Long("orders"), "number", _ => { }))).Message);

    [Fact]
    public async Task A_topic_is_read_as_one_type_by_entities_too() => Assert.Equal(
        "group 'mixed': topic 'orders' is read as String by entity Counter and as Int64 by entity Sum: handle it as one type, or in two groups",
        (await Refused(g => g.Entity<Counter>().Entity<Sum>())).Message);

    [Fact]
    public async Task A_topic_is_read_by_one_codec_in_a_group() => Assert.Contains(
        "topic 'orders' is read as String by handler 'text' and as String by handler 'json' with another codec: use one Topic<String> for both",
        (await Refused(g => g.Handle(Orders, "text", _ => { }).Handle(Topic.Json<string>("orders"), "json", _ => { }))).Message);

    [Fact]
    public async Task Two_topics_of_one_kind_are_the_same_topic()
    {
        var host = await _hosts.Start(events => events.Group(
            "twice", g => g.Handle(Topic.Json<Count>("orders"), "one", _ => { }).Handle(Topic.Json<Count>("orders"), "two", _ => { })));
        await Hosts.Eventually(() => host.Group().Partitions.Count == 4, "the group works");
    }

    [Fact]
    public async Task Tombstones_need_an_event_that_can_be_null()
    {
        var e = await Refused(g => g.Handle(Topic.Long("orders"), "number", _ => { }, o => o.Tombstones = true));
        Assert.Contains("handler 'number' takes tombstones of topic 'orders', and a Int64 can't be null", e.Message);
        var seen = new List<long?>();
        var host = await _hosts.Start(events => events.Group("nullable", g => g.Handle(
            Topic.Long("orders").Nullable(), "number", number => { lock (seen) seen.Add(number); }, o => o.Tombstones = true)));
        var publisher = host.Services.GetRequiredService<Akka.Events.Publishing.IEvents>();
        await publisher.PublishAsync(Topic.Long("orders"), 7, "k");
        await publisher.PublishTombstoneAsync(Topic.Long("orders"), "k");
        await Hosts.Eventually(() => host.Handled() == 2, "both are handled");
        lock (seen) Assert.Equal([7, null], seen);
    }

    [Fact]
    public async Task An_entity_whose_constructor_throws_is_named_with_what_it_has_thrown()
    {
        var e = await Refused(g => g.Entity<Thrower>());
        Assert.Equal("group 'mixed': entity Thrower can't be made: no way", e.Message);
        Assert.IsType<NotSupportedException>(e.InnerException);
    }

    [Fact]
    public async Task An_entity_whose_service_is_missing_is_named() => Assert.Contains(
        "entity PricedCounter can't be made: Unable to resolve service for type 'Akka.Events.Tests.Hosting.Prices'",
        (await Refused(g => g.Entity<PricedCounter>())).Message);

    [Fact]
    public async Task An_entity_that_handles_nothing_is_refused() => Assert.Equal(
        "group 'mixed': entity Idle handles no topic: its constructor has no On", (await Refused(g => g.Entity<Idle>())).Message);

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var host = _hosts.Build(events => events.Group("a", g => g.Entity<Thrower>()).Group("b", g => g.Entity<Idle>()));
        Assert.Equal(2, (await Assert.ThrowsAsync<EventsConfigurationException>(() => host.StartAsync())).Errors.Count);
    }

    private Task<EventsConfigurationException> Refused(Action<GroupBuilder> handlers) =>
        Assert.ThrowsAsync<EventsConfigurationException>(() => _hosts.Build(events => events.Group("mixed", handlers)).StartAsync());

    private sealed class Sum : EntityActor<CountState>
    {
        public Sum() => On(Topic.Long("orders"), _ => { });
    }

    private sealed class Thrower : EntityActor<CountState>
    {
        public Thrower() => throw new NotSupportedException("no way");
    }

    private sealed class Idle : EntityActor<CountState>;
}
