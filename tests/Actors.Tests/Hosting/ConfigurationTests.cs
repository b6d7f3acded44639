using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Entities;
using Akka.Events.Hosting;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Hosting.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Tests.Fakes;
using Akka.Hosting;
using Confluent.Kafka;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>One set of options, reached from HOCON, IConfiguration and code.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public void HOCON_sets_options()
    {
        var plan = Plan(
            """
            akka.events {
              kafka {
                prefetch-bytes = 32 MiB
                native-queues = off
                client { security.protocol = plaintext, "statistics.interval.ms" = 5000 }
              }
              publish { linger = 0s, headers.tenant = a }
              topics { replicas = 1, create = off }
              group { max-outstanding = 7, protocol = consumer, memory.max-bytes = 1GiB }
              handler.timeout = 1m
            }
            """,
            events => events.Billing());
        var group = plan.Groups[0].Options;
        Assert.Equal(32L << 20, plan.Kafka.PrefetchBytes);
        Assert.False(plan.Kafka.NativeQueues);
        Assert.Equal([new("security.protocol", "plaintext"), new("statistics.interval.ms", "5000")], plan.Kafka.Client);
        Assert.Equal(TimeSpan.Zero, plan.Publish.Linger);
        Assert.Equal(("a", 1, false), (plan.Publish.Headers["tenant"], plan.Topics.Replicas, plan.Topics.Create));
        Assert.Equal(7, group.MaxOutstanding);
        Assert.Equal(GroupProtocol.Consumer, group.Protocol);
        Assert.Equal(1L << 30, group.Memory.MaxBytes);
        Assert.Equal(TimeSpan.FromMinutes(1), Handler(plan).Timeout);
    }

    [Fact]
    public void IConfiguration_sets_the_same_options()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["akka:events:kafka:bootstrap-servers"] = "broker:9092",
            ["akka:events:kafka:client:enable.ssl.certificate.verification"] = "False",
            ["akka:events:group:retain-history"] = "True",
            ["AKKA:EVENTS:GROUPS:BILLING:DRAIN_TIMEOUT"] = "3s",
            ["akka:events:groups:billing:handlers:notify:on-failure"] = "discard",
        }).Build();
        var akka = new AkkaConfigurationBuilder(new ServiceCollection(), "test").AddHocon(configuration, HoconAddMode.Prepend);
        var builder = new EventsBuilder().UseInMemory().Billing();
        var plan = Planner.Plan(builder.Setup, akka.Configuration.Value);
        Assert.Equal("broker:9092", plan.Kafka.BootstrapServers);
        Assert.Equal("false", ClientProperties.Normalized(plan.Kafka.Client)["enable.ssl.certificate.verification"]);
        Assert.True(plan.Groups[0].Options.RetainHistory);
        Assert.Equal(TimeSpan.FromSeconds(3), plan.Groups[0].Options.DrainTimeout);
        Assert.Equal(FailureMode.Discard, Handler(plan).OnFailure);
    }

    [Fact]
    public void Code_sets_the_same_options()
    {
        var plan = Plan(events: events => events
            .UseKafka("broker:9092", kafka => kafka.Client["security.protocol"] = "plaintext")
            .ConfigurePublishing(publish => publish.Source = "/billing")
            .ConfigureGroups(group => group.StartFrom = AutoOffsetReset.Latest)
            .Billing(group => group.Options(o => o.MaxOutstanding = 7), o => o.OnFailure = FailureMode.Discard));
        Assert.Equal("broker:9092", plan.Kafka.BootstrapServers);
        Assert.Equal("/billing", plan.Publish.Source);
        Assert.Equal(AutoOffsetReset.Latest, plan.Groups[0].Options.StartFrom);
        Assert.Equal(7, plan.Groups[0].Options.MaxOutstanding);
        Assert.Equal(FailureMode.Discard, Handler(plan).OnFailure);
    }

    [Fact]
    public void Code_wins_over_HOCON()
    {
        const string hocon = """
            akka.events {
              kafka { bootstrap-servers = "elsewhere:1", prefetch-bytes = 1MiB }
              groups.billing { max-outstanding = 1, commit-interval = 1m, handlers.notify { on-failure = discard, timeout = 2m } }
            }
            """;
        var plan = Plan(hocon, events => events
            .UseKafka("broker:9092", kafka => kafka.PrefetchBytes = 2 << 20)
            .Billing(group => group.Options(o => o.MaxOutstanding = 7), o => o.OnFailure = FailureMode.Block));
        Assert.Equal("broker:9092", plan.Kafka.BootstrapServers);
        Assert.Equal(2 << 20, plan.Kafka.PrefetchBytes);
        Assert.Equal(7, plan.Groups[0].Options.MaxOutstanding);
        Assert.Equal(TimeSpan.FromMinutes(1), plan.Groups[0].Options.CommitInterval);
        Assert.Equal(FailureMode.Block, Handler(plan).OnFailure);
        Assert.Equal(TimeSpan.FromMinutes(2), Handler(plan).Timeout);
    }

    [Fact]
    public void The_more_specific_section_wins()
    {
        var plan = Plan(
            """
            akka.events {
              handler { timeout = 1m, min-backoff = 2s, max-concurrency = 1 }
              group {
                handler { min-backoff = 3s, max-concurrency = 2 }
                max-outstanding = 1, drain-timeout = 2s
              }
              groups {
                "billing" { handler.max-concurrency = 3, handlers.notify.tombstones = on, max-outstanding = 2 }
                other { max-outstanding = 3 }
              }
            }
            """,
            events => events.Billing().Group("third", group => group.Handle(Orders, "all", _ => { })));
        var handler = Handler(plan);
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(3)), (handler.Timeout, handler.MinBackoff));
        Assert.Equal((3, true), (handler.MaxConcurrency, handler.Tombstones));
        Assert.Equal((2, TimeSpan.FromSeconds(2)), (plan.Groups[0].Options.MaxOutstanding, plan.Groups[0].Options.DrainTimeout));
        Assert.Equal(1, plan.Groups[1].Options.MaxOutstanding);
        Assert.Equal(2, plan.Groups[1].Handlers[0].Definition.Options.MaxConcurrency);
    }

    [Fact]
    public void A_section_for_a_group_of_another_process_is_only_a_warning() =>
        Assert.Equal(
            ["akka.events.groups.biling: this process has no such group; did you mean 'billing'?"],
            Plan("akka.events.groups.biling.max-outstanding = 3", events => events.Billing()).Warnings);

    [Fact]
    public void Names_with_dots_stand_in_quotes()
    {
        const string hocon = """akka.events.groups."billing.v2".max-outstanding = 3""";
        var plan = Plan(hocon, events => events.Group("billing.v2", g => g.Handle(Orders, "notify", _ => { })));
        Assert.Equal(3, plan.Groups[0].Options.MaxOutstanding);
    }

    [Fact]
    public void PostgreSQL_can_be_chosen_by_configuration()
    {
        var setup = new EventsBuilder().UseKafka("broker").Group("counts", g => g.Entity<Counter>()).Setup;
        var plan = Planner.Plan(setup, """akka.events.postgresql { connection-string = "Host=db;Username=me", schema = mine }""");
        Assert.Equal("Host=db;Username=me", plan.Store!.PostgreSql!.ConnectionString);
        Assert.Equal("mine", plan.Store.PostgreSql.Schema);
    }

    [Fact]
    public void Entities_are_named_as_their_class_unless_they_are_named()
    {
        var plan = Plan(events: events => events.Group("counts", g => g
            .Entity<Counter>()
            .Entity<PricedCounter>("priced", o => o.Handler.Tombstones = true)));
        Assert.Equal(["counter", "priced"], plan.Groups[0].Handlers.Select(h => h.Definition.Name));
        Assert.Equal([0, 1], plan.Groups[0].Handlers.Select(h => h.Definition.Index));
        Assert.True(plan.Groups[0].Handlers[1].Definition.Options.Tombstones);
        Assert.IsType<EntityType<CountState>>(plan.Groups[0].Handlers[0].Definition);
    }

    private static HandlerOptions Handler(EventsPlan plan) => plan.Groups[0].Handlers[0].Definition.Options;
}
