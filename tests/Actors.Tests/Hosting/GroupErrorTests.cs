using Akka.Actor;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Hosting.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Tests.Fakes;
using Akka.Events.Topics;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>Groups and handlers that can't be are refused at start.</summary>
public sealed class GroupErrorTests
{
    [Fact]
    public void Two_groups_have_different_names() =>
        Assert.Equal("group 'billing' is registered 2 times", Error(events: e => e.Billing().Billing()));

    [Fact]
    public void A_group_has_handlers() =>
        Assert.Equal("group 'billing' has no handlers: call Entity or Handle", Error(events: e => e.Group("billing", _ => { })));

    [Fact]
    public void A_broadcast_counts_nothing_and_keeps_nothing_for_later()
    {
        Assert.Equal(
            "broadcast 'counts' has entities or handlers in transactions: every process would count each event, so put them into a group",
            Error(events: e => e.Broadcast("counts", g => g.Entity<Counter>())));
        Assert.Equal(
            "broadcast 'cache': handler 'update' doesn't discard what fails for good, and nobody would handle it later: leave on-failure and "
            + "on-undecodable at discard, or use a group",
            Error(events: e => e.Broadcast("cache", g => g.Handle(Orders, "update", _ => { }, o => o.OnFailure = FailureMode.Save))));
        var plan = Plan(events: e => e.ConfigureGroups(o => o.Handler.OnFailure = FailureMode.Save).Broadcast("cache", g => g.Handle(Orders, "update", _ => { })));
        Assert.Equal(FailureMode.Discard, plan.Groups[0].Handlers[0].Definition.Options.OnFailure);
    }

    [Fact]
    public void A_handler_begins_at_the_beginning_only_where_the_journal_knows_how_far_each_is()
    {
        Assert.Equal(
            "group 'billing': handler 'charge' is to begin at its topics' beginning, and a group without entities has one position for all its "
            + "handlers: put it into a group of its own, or leave starts-from at group",
            Error(events: e => e.Group("billing", g => g.Handle(Orders, "charge", _ => { }, o => o.StartsFrom = HandlerStart.Beginning))));
        var plan = Plan(events: e => e.Group(
            "counts", g => g.Entity<Counter>().Handle(Orders, "charge", _ => { }, o => o.StartsFrom = HandlerStart.Beginning)));
        Assert.Equal(HandlerStart.Beginning, plan.Groups[0].Handlers[1].Definition.Options.StartsFrom);
    }

    [Fact]
    public void An_entity_is_registered_once_in_a_group() =>
        Assert.Equal(
            "group 'counts': entity Counter is registered 2 times",
            Error(events: e => e.Group("counts", g => g.Entity<Counter>("one").Entity<Counter>("two"))));

    [Fact]
    public void An_entity_may_be_in_several_groups() =>
        Assert.Equal(2, Plan(events: e => e.Group("one", g => g.Entity<Counter>()).Group("two", g => g.Entity<Counter>())).Groups.Count);

    [Fact]
    public void Handlers_of_a_group_have_different_names() =>
        Assert.Equal(
            "group 'billing': topic 'orders' and Counter have the same name 'notify'",
            Error(events: e => e.Billing(g => g.Entity<Counter>("notify"))));

    [Fact]
    public void An_entity_derives_from_EntityActor()
    {
        Assert.Equal(
            "group 'a': Plain is no entity: it doesn't derive from EntityActor<TState>",
            Error(events: e => e.Group("a", g => g.Entity<Plain>())));
        Assert.Equal(
            "group 'a': Abstract can't be made: it is abstract or generic",
            Error(events: e => e.Group("a", g => g.Entity<Abstract>())));
    }

    [Theory]
    [InlineData("", "group '' has no name")]
    [InlineData("a b", "group 'a b' has ' ' in its name, which isn't allowed; letters, digits and . _ - / : @ are")]
    [InlineData("grüße", "group 'grüße' has 'ü' in its name, which isn't allowed; letters, digits and . _ - / : @ are")]
    public void Groups_have_names_that_the_journal_can_hold(string name, string error) =>
        Assert.Equal(error, Error(events: e => e.Group(name, g => g.Handle(Orders, "notify", _ => { }))));

    [Fact]
    public void Long_names_are_refused() =>
        Assert.Contains(
            "has a name of 241 characters, and 240 are allowed",
            Error(events: e => e.Group(new string('x', 241), g => g.Handle(Orders, "notify", _ => { }))));

    [Fact]
    public void Handlers_have_plain_names() =>
        Assert.Equal(
            "group 'billing': handler 'a/b' has '/' in its name, which isn't allowed; letters, digits and . _ - are",
            Error(events: e => e.Billing(g => g.Handle(Orders, "a/b", _ => { }))));

    [Fact]
    public void Topics_have_names_that_Kafka_allows() => Assert.Throws<ArgumentException>(() => Topic.Text("no blanks"));

    [Fact]
    public void Entities_need_a_store()
    {
        var setup = new EventsBuilder().UseKafka("broker").Group("counts", g => g.Entity<Counter>()).Setup;
        var error = Assert.Single(Assert.Throws<EventsConfigurationException>(() => Planner.Plan(setup, "")).Errors);
        Assert.Equal(
            "group 'counts' has entities, and nothing says where their states are kept: "
                + "call UsePostgreSql, UseSqlite or UseInMemory, or set akka.events.postgresql.connection-string or akka.events.sqlite.path",
            error);
    }

    [Fact]
    public void Plain_handlers_need_none() =>
        Assert.Null(Planner.Plan(new EventsBuilder().UseKafka("broker").Billing().Setup, "").Store);

    private sealed class Plain : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }

    private abstract class Abstract : EntityActor<CountState>;
}
