using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Kafka;
using Akka.Events.Publishing;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>Names of topics and groups that a configuration says otherwise than code.</summary>
public sealed class NamesTests : IAsyncLifetime
{
    private readonly Hosts _hosts = new(events => events.UseInMemory());

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _hosts.DisposeAsync().AsTask();

    [Fact]
    public async Task A_prefix_keeps_a_tests_topics_and_groups_apart_from_those_of_the_service()
    {
        _hosts.Kafka.CreateTopic("test.orders", 2);
        var seen = new List<string>();
        var service = await _hosts.Start(events => events.Group("counts", g => g.Entity<Counter>()));
        var test = await _hosts.Start(
            events => events.Group("counts", g => g.Entity<Counter>().Handle(Orders, "see", (_, context) => { lock (seen) seen.Add(context.Topic); })),
            hocon: "akka.events { names.prefix = \"test.\" }");
        await test.Services.GetRequiredService<IEvents>().PublishAsync(Orders, "x", "anna");
        await Hosts.Eventually(() => test.Handled() > 0 && seen.Count > 0, "the test's handlers have it");
        Assert.Equal("test.counts", test.Group().Name);
        Assert.Equal(["test.orders"], seen);
        Assert.Equal(new Count(1), await test.Services.GetRequiredService<IEntities>().Ask<Counter, Count>("anna", new GetCount()));
        Assert.Equal(new Count(0), await service.Services.GetRequiredService<IEntities>().Ask<Counter, Count>("anna", new GetCount()));
        Assert.Equal(0, service.Handled());
    }

    [Fact]
    public async Task Topics_are_made_under_their_names_in_Kafka()
    {
        var host = await _hosts.Start(_ => { }, hocon: "akka.events.names { prefix = a-, topics.returns = b-returns }");
        var topics = host.Services.GetRequiredService<IEventTopics>();
        // The mock makes no topics, and what it refuses is named.
        Assert.Contains("Topic 'a-refunds'", (await Assert.ThrowsAsync<TopicException>(() => topics.EnsureAsync(Topic.Text("refunds")))).Message);
        Assert.Contains("Topic 'b-returns'", (await Assert.ThrowsAsync<TopicException>(() => topics.EnsureAsync(Topic.Text("returns")))).Message);
    }

    [Fact]
    public void A_name_of_its_own_has_no_prefix_and_sections_go_by_the_names_in_code()
    {
        var plan = Plan(
            """
            akka.events {
              names {
                prefix = staging-
                topics { orders = sales.orders }
                groups { billing = invoices }
              }
              groups { billing.max-outstanding = 7, other.max-outstanding = 8 }
              publish.require-registered-topics = on
            }
            """,
            events => events.RegisterTopic(Orders).RegisterTopic(Topic.Text("payments"))
                .Billing().Group("other", g => g.Handle(Orders, "all", _ => { })));
        Assert.Equal([("invoices", 7), ("staging-other", 8)], plan.Groups.Select(g => (g.Name, g.Options.MaxOutstanding)));
        Assert.Equal(["sales.orders", "staging-payments"], plan.RegisteredTopics!.Order());
        Assert.Equal("sales.orders", plan.TopicNames.Of(Orders.With(partitions: 3)).Name);
        Assert.Equal(3, plan.TopicNames.Of(Orders.With(partitions: 3)).Partitions);
    }

    [Theory]
    [InlineData("prefix = \"a b\"", "akka.events.names.prefix: 'a b' can't begin the name of a topic: ' ' isn't allowed; letters, digits, '.', '_' and '-' are")]
    [InlineData("topics.orders = \"a/b\"", "akka.events.names.topics.orders: 'a/b' can't be the name of a topic: '/' isn't allowed; letters, digits, '.', '_' and '-' are")]
    [InlineData("groups.billing = \"a b\"", "akka.events.names.groups.billing: the group has ' ' in its name, which isn't allowed; letters, digits and . _ - / : @ are")]
    public void Names_that_Kafka_does_not_allow_are_refused(string names, string error) =>
        Assert.Contains(error, Errors($"akka.events.names {{ {names} }}", events => events.Billing()));

    [Theory]
    [InlineData("groups { billing = x, other = x }", "have one name in Kafka, 'x'")]
    [InlineData("prefix = staging-, groups.other = staging-billing", "have one name in Kafka, 'staging-billing'")]
    public void Two_groups_of_one_name_in_Kafka_are_refused(string names, string error) =>
        Assert.Contains(
            $"akka.events.names.groups.other: the groups 'billing' and 'other' {error}: give each its own",
            Errors($"akka.events.names {{ {names} }}", events => events.Billing().Group("other", g => g.Handle(Orders, "all", _ => { }))));

    [Fact]
    public void A_name_for_a_group_of_another_process_is_only_a_warning() =>
        Assert.Equal(
            ["akka.events.names.groups.biling: this process has no such group; did you mean 'billing'?"],
            Plan("akka.events.names.groups.biling = x", events => events.Billing()).Warnings);
}
