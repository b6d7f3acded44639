using System.Globalization;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Hosting.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Confluent.Kafka;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>What can't work stops the start, with the key's path and the reason.</summary>
public sealed class ConfigurationErrorTests
{
    private const string DurationHint = "write a number and one of ms, s, m, h, d, as in 500ms or 10s";
    private const string SizeHint = "write a number and one of B, KiB, MiB, GiB, kB, MB, GB, as in 16MiB";

    [Theory]
    [InlineData("group.drain-timeout = 10 sheep", $"akka.events.group.drain-timeout: '10 sheep' is not a duration: {DurationHint}")]
    [InlineData("group.drain-timeout = 10", $"akka.events.group.drain-timeout: '10' has no unit: {DurationHint}")]
    [InlineData("group.commit-interval = 0s", "akka.events.group.commit-interval: '0s' must be above zero")]
    [InlineData("group.commit-interval = -1s", "akka.events.group.commit-interval: '-1s' must be above zero")]
    [InlineData("handler.timeout = 30d", "akka.events.handler.timeout: '30d' must be at most 24d")]
    [InlineData("publish.linger = -1ms", "akka.events.publish.linger: '-1ms' must not be negative")]
    [InlineData("group.max-outstanding-bytes = -5 MiB", "akka.events.group.max-outstanding-bytes: '-5 MiB' must be above zero")]
    [InlineData("group.checkpoint.max-tail-bytes = many", $"akka.events.group.checkpoint.max-tail-bytes: 'many' is not a size: {SizeHint}")]
    [InlineData("group.max-outstanding = 0", "akka.events.group.max-outstanding: '0' must be at least 1")]
    [InlineData("group.max-outstanding = 1.5", "akka.events.group.max-outstanding: '1.5' is not a whole number")]
    [InlineData("group.retain-history = maybe", "akka.events.group.retain-history: 'maybe' is neither on nor off")]
    [InlineData("group.start-from = middle", "akka.events.group.start-from: 'middle' is none of latest, earliest, error")]
    [InlineData("handler.on-failure = ignore", "akka.events.handler.on-failure: 'ignore' is none of block, discard, save, retry-later")]
    [InlineData("postgresql.schema = \"\"", "akka.events.postgresql.schema: '' must not be empty")]
    [InlineData("groups.elsewhere.memory.max-active = x", "akka.events.groups.elsewhere.memory.max-active: 'x' is not a whole number")]
    [InlineData("groups.\"a.b\".handlers.c.timeout = x", $"akka.events.groups.\"a.b\".handlers.c.timeout: 'x' is not a duration: {DurationHint}")]
    public void A_bad_value_is_named_with_its_path(string hocon, string error) => Assert.Equal(error, Error($"akka.events {{ {hocon} }}"));

    [Theory]
    [InlineData("gruop {}", "akka.events.gruop: unknown key; did you mean 'group'?")]
    [InlineData("group.max-oustanding = 1", "akka.events.group.max-oustanding: unknown key; did you mean 'max-outstanding'?")]
    [InlineData("group.memory.max-byte = 1", "akka.events.group.memory.max-byte: unknown key; did you mean 'max-bytes'?")]
    [InlineData("kafka.bootstrap = a", "akka.events.kafka.bootstrap: unknown key; did you mean 'bootstrap-servers'?")]
    [InlineData("groups.a.handlers.b.time-out = 1s", "akka.events.groups.a.handlers.b.time-out: unknown key; did you mean 'timeout'?")]
    [InlineData("topics.xyzzy = 1", "akka.events.topics.xyzzy: unknown key; there are create, partitions, replicas, retention, compacted, mismatch, timeout")]
    public void An_unknown_key_is_named_with_the_nearest_known_one(string hocon, string error) =>
        Assert.Equal(error, Error($"akka.events {{ {hocon} }}", events => events.Billing()));

    [Theory]
    [InlineData("group = 3", "akka.events.group: must be a section { … } and not a single value")]
    [InlineData("groups.a.handlers = [a, b]", "akka.events.groups.a.handlers: must be a section { … } and not a single value")]
    [InlineData("group.max-outstanding = [1, 2]", "akka.events.group.max-outstanding: must be a single value and not a list")]
    [InlineData("group.max-outstanding { a = 1 }", "akka.events.group.max-outstanding: must be a single value and not a section")]
    public void Values_and_sections_are_not_mistaken_for_each_other(string hocon, string error) =>
        Assert.Equal(error, Error($"akka.events {{ {hocon} }}", events => events.Billing()));

    [Fact]
    public void All_errors_are_told_at_once()
    {
        const string hocon = "akka.events { group.max-outstanding = -1, handler.timeout = never, publis.linger = 1s }";
        var e = Assert.Throws<EventsConfigurationException>(() => Plan(hocon));
        Assert.Equal(3, e.Errors.Count);
        Assert.StartsWith("3 errors in the configuration:\n  akka.events", e.Message);
        foreach (var error in e.Errors) Assert.Contains(error, e.Message);
    }

    [Fact]
    public void A_handler_that_the_group_does_not_have_is_an_error() =>
        Assert.Equal(
            "akka.events.groups.billing.handlers.notfy: the group has no such handler; did you mean 'notify'?",
            Error("akka.events.groups.billing.handlers.notfy.timeout = 1s", events => events.Billing()));

    [Fact]
    public void Bad_values_of_code_are_found_too()
    {
        Assert.Equal(
            "akka.events.groups.billing.max-outstanding: '-1' must be at least 1",
            Error(events: e => e.Billing(g => g.Options(o => o.MaxOutstanding = -1))));
        Assert.Equal(
            "akka.events.groups.billing.handlers.notify.on-failure: '9' is no such choice",
            Error(events: e => e.Billing(handler: o => o.OnFailure = (FailureMode)9)));
    }

    [Fact]
    public void Only_handlers_in_transactions_can_look_at_ids() =>
        Assert.Equal(
            "akka.events.groups.billing.handlers.notify.dedupe-for: '1h' is for handlers in transactions (HandleInTransaction), which note the ids "
            + "together with what they do",
            Error("akka.events.groups.billing.handlers.notify.dedupe-for = 1h", events => events.Billing()));

    [Fact]
    public void The_longest_backoff_is_not_below_the_shortest() =>
        Assert.Equal(
            "akka.events.groups.billing.handlers.notify.max-backoff: '1s' is below min-backoff (2s)",
            Error("akka.events.groups.billing.handlers.notify { min-backoff = 2s, max-backoff = 1s }", events => events.Billing()));

    [Theory]
    [InlineData("", "is not set")]
    [InlineData("broker:", "'broker:' has no port")]
    [InlineData("broker:99999", "'broker:99999' has no port")]
    [InlineData("broker:9092,,other", "'' is no host:port")]
    [InlineData("my broker:9092", "'my broker:9092' is no host:port")]
    public void Bootstrap_servers_must_be_given_and_make_sense(string servers, string reason)
    {
        var setup = new EventsBuilder().Setup;
        var hocon = $"akka.events.kafka.bootstrap-servers = \"{servers}\"";
        var e = Assert.Throws<EventsConfigurationException>(() => Planner.Plan(setup, hocon));
        Assert.StartsWith($"akka.events.kafka.bootstrap-servers: {reason}", Assert.Single(e.Errors));
    }

    [Theory]
    [InlineData("broker")]
    [InlineData("broker:9092, other:9093")]
    [InlineData("plaintext://broker:9092")]
    [InlineData("[::1]:9092")]
    public void All_forms_of_bootstrap_servers_are_taken(string servers) =>
        Assert.Equal(servers, Plan(events: e => e.UseKafka(servers)).Kafka.BootstrapServers);

    [Fact]
    public void Bootstrap_servers_of_another_protocol_than_the_clients_are_refused()
    {
        const string error = "akka.events.kafka.bootstrap-servers: 'SASL_SSL://broker:9092' names another protocol than "
            + "kafka.client.security.protocol (plaintext): leave it out, or set it there";
        Assert.Equal(error, Error(events: e => e.UseKafka("SASL_SSL://broker:9092")));
        Plan(events: e => e.UseKafka("SSL://broker:9092", kafka => kafka.Client["security.protocol"] = "ssl"));
    }

    [Theory]
    [InlineData("group.id = mine", "akka.events.kafka.client.group.id")]
    [InlineData("enable.auto.commit = true", "akka.events.kafka.client.enable.auto.commit")]
    [InlineData("isolation.level = read_uncommitted", "akka.events.kafka.client.isolation.level")]
    [InlineData("acks = 0", "akka.events.kafka.client.acks")]
    public void Properties_on_which_the_delivery_rules_stand_are_refused(string property, string error) =>
        Assert.StartsWith(error, Error($"akka.events.kafka.client {{ {property} }}"));

    [Theory]
    [InlineData("no.such.property = 1", "no.such.property")]
    [InlineData("fetch.min.bytes = few", "fetch.min.bytes")]
    public void Properties_that_librdkafka_does_not_know_are_refused(string property, string name)
    {
        var error = Error($"akka.events.kafka.client {{ {property} }}");
        Assert.StartsWith("akka.events.kafka.client: librdkafka refuses it:", error);
        Assert.Contains(name, error);
    }

    [Fact]
    public void Switches_of_librdkafka_may_be_on_and_off_and_a_password_of_that_text_is_one()
    {
        var normalized = ClientProperties.Normalized(new Dictionary<string, string>
        {
            ["socket.keepalive.enable"] = "on", ["enable.ssl.certificate.verification"] = "off", ["sasl.password"] = "on", ["client.rack"] = "off",
        });
        Assert.Equal(
            ["true", "false", "on", "off"],
            new[] { "socket.keepalive.enable", "enable.ssl.certificate.verification", "sasl.password", "client.rack" }.Select(key => normalized[key]));
    }

    [Theory]
    [InlineData("session.timeout.ms = 8000", "akka.events.kafka.client.session.timeout.ms: '8000' must be at least three times heartbeat.interval.ms (3000)")]
    [InlineData("heartbeat.interval.ms = 20000", "akka.events.kafka.client.heartbeat.interval.ms: '20000' must be at most a third of session.timeout.ms (45000)")]
    [InlineData("session.timeout.ms = 6000, heartbeat.interval.ms = 2001", "akka.events.kafka.client.session.timeout.ms: '6000' must be at least three times")]
    public void A_session_outlasts_two_heartbeats_that_are_lost(string properties, string error) =>
        Assert.StartsWith(error, Error($"akka.events.kafka.client {{ {properties} }}"));

    [Theory]
    [InlineData("max.poll.interval.ms = 44000", "session.timeout.ms")]
    [InlineData("max.in.flight = 6", "max.in.flight")]
    [InlineData("queue.buffering.max.messages = -1", "queue.buffering.max.messages")]
    public void Properties_that_librdkafka_refuses_together_are_refused_at_start(string property, string name)
    {
        var error = Error($"akka.events.kafka.client {{ {property} }}");
        Assert.StartsWith("akka.events.kafka.client: librdkafka refuses it:", error);
        Assert.Contains(name, error);
    }

    [Fact]
    public void Properties_of_the_classic_protocol_are_refused_for_a_group_of_the_other_one()
    {
        const string session = "akka.events.kafka.client { session.timeout.ms = 20000 }";
        Assert.Equal(20_000, int.Parse(Plan(session, e => e.Billing()).Kafka.Client["session.timeout.ms"], CultureInfo.InvariantCulture));
        var error = Error(session, e => e.Billing(g => g.Options(o => o.Protocol = GroupProtocol.Consumer)));
        Assert.Contains("session.timeout.ms", error);
    }

    [Fact]
    public void Giving_a_partition_up_takes_less_than_the_group_waits_for_it() =>
        Assert.StartsWith(
            "akka.events.groups.billing.drain-timeout: '2m' is not below kafka.client's max.poll.interval.ms (1m)",
            Error("akka.events { group.drain-timeout = 2m, kafka.client { max.poll.interval.ms = 60000 } }", e => e.Billing()));

    [Theory]
    [InlineData("publish { linger = 10s, delivery-timeout = 10s }", "akka.events.publish.delivery-timeout: '10s' is not above linger (10s)")]
    [InlineData("publish { max-record-bytes = 2MiB, max-in-flight-bytes = 1MiB }", "akka.events.publish.max-in-flight-bytes: '1MiB' is below max-record-bytes (2MiB)")]
    [InlineData("publish.max-record-bytes = 999", "akka.events.publish.max-record-bytes: '999' must be at least 1000 bytes")]
    [InlineData("publish { linger = 16m, delivery-timeout = 1h }", "akka.events.publish.linger: '16m' must be at most 15m")]
    [InlineData("groups.billing.fencing-horizon = 1s", "akka.events.groups.billing.fencing-horizon: '1s' must be at least 1m")]
    public void Values_with_which_nothing_would_go_on_are_refused(string hocon, string error) =>
        Assert.StartsWith(error, Error($"akka.events {{ {hocon} }}", e => e.Billing()));

    [Fact]
    public void Handlers_in_transactions_need_PostgreSQL() =>
        Assert.StartsWith(
            "group 'ledgers' handles events in transactions of PostgreSQL, and that isn't the store: call UsePostgreSql",
            Error(events: e => e.Group("ledgers", g => g.HandleInTransaction(Planning.Orders, "ledger", (_, _) => Task.CompletedTask))));

    [Fact]
    public void An_outbox_needs_PostgreSQL() =>
        Assert.StartsWith("UseOutbox is called, and its table needs PostgreSQL: call UsePostgreSql", Error(events: e => e.UseOutbox()));

    [Fact]
    public void Entities_and_handlers_in_transactions_need_groups_of_their_own() =>
        Assert.StartsWith(
            "group 'both' has entities and handlers in transactions",
            Error(events: e => e.UsePostgreSql("Host=db").Group(
                "both", g => g.Entity<Counter>().HandleInTransaction(Planning.Orders, "ledger", (_, _) => Task.CompletedTask))));

    [Fact]
    public void A_bad_connection_string_is_refused_without_being_shown()
    {
        var error = Error(events: e => e.UsePostgreSql("Host=db;Password=secret;Colour=red"));
        Assert.StartsWith("akka.events.postgresql.connection-string: is not understood", error);
        Assert.DoesNotContain("secret", error);
    }
}
