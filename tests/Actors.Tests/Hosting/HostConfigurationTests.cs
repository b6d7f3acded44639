using System.Text;
using Akka.Configuration;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Hosting.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static Akka.Events.Tests.Hosting.Planning;

namespace Akka.Events.Tests.Hosting;

/// <summary>What stands in the host's configuration: appsettings.json, environment variables, arguments, a test host's settings.</summary>
public sealed class HostConfigurationTests
{
    [Fact]
    public void Named_connection_strings_say_where_kafka_and_postgresql_are_and_configuration_where_there_is_none()
    {
        var named = Planned(("ConnectionStrings:kafka", "broker:9093"), ("ConnectionStrings:orders", "Host=db;Database=orders"), ("Akka:Events:Kafka:BootstrapServers", "localhost:9092"));
        Assert.Equal("broker:9093", named.Kafka.BootstrapServers);
        Assert.Equal("Host=db;Database=orders", named.Store!.PostgreSql!.ConnectionString);
        Assert.Equal("localhost:9092", Planned(("Akka:Events:Kafka:BootstrapServers", "localhost:9092")).Kafka.BootstrapServers);
        Assert.Contains("no connection string 'kafka'", Assert.Throws<EventsConfigurationException>(() => Planned()).Message, StringComparison.Ordinal);

        static EventsPlan Planned(params (string Key, string Value)[] settings)
        {
            var events = new EventsBuilder().UseConfiguration(Of(settings)).UseConnectionStrings("kafka", "orders").Billing();
            return Planner.Plan(events.Setup, Config.Empty);
        }
    }

    [Theory]
    [InlineData("Akka:Events:Kafka:PrefetchBytes", "Akka:Events:Groups:Billing:DrainTimeout")]
    [InlineData("akka:events:kafka:prefetch-bytes", "akka:events:groups:billing:drain-timeout")]
    [InlineData("AKKA:EVENTS:KAFKA:PREFETCH_BYTES", "AKKA:EVENTS:GROUPS:BILLING:DRAIN_TIMEOUT")]
    [InlineData("akka:events:kafka:prefetchBytes", "akka:events:groups:billing:drainTimeout")]
    public void Keys_may_be_spelt_in_any_way(string prefetch, string drain)
    {
        var plan = Plan(Of((prefetch, "32MiB"), (drain, "3s")), events => events.Billing());
        Assert.Equal(32L << 20, plan.Kafka.PrefetchBytes);
        Assert.Equal(TimeSpan.FromSeconds(3), plan.Groups[0].Options.DrainTimeout);
    }

    [Theory]
    [InlineData("00:00:10", 10_000)]
    [InlineData("00:00:00.250", 250)]
    [InlineData("1.00:00:00", 86_400_000)]
    [InlineData("10s", 10_000)]
    [InlineData("1.5h", 5_400_000)]
    public void Durations_are_written_as_in_NET_or_with_a_unit(string text, int milliseconds) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(milliseconds),
            Plan(Of(("Akka:Events:Group:CommitInterval", text)), events => events.Billing()).Groups[0].Options.CommitInterval);

    [Fact]
    public void JSON_sets_all_kinds_of_options()
    {
        var plan = Plan(
            Json(
                """
                { "Akka": { "Events": {
                  "Kafka": { "NativeQueues": false, "Client": { "security.protocol": "plaintext", "StatisticsIntervalMs": 5000, "Session": { "Timeout.Ms": 20000 } } },
                  "Publish": { "Headers": { "X-Tenant": "a" }, "Linger": "00:00:00" },
                  "Group": { "StartFrom": "Latest", "RecreatedTopic": "SameOffsets", "RetainHistory": true, "Checkpoint": { "MaxTailEvents": 5 } },
                  "Groups": { "billing.v2": { "MaxOutstanding": 7, "Handlers": { "Notify": { "OnFailure": "Discard" } } } },
                  "Handler": {}
                } } }
                """),
            events => events.Group("billing.v2", g => g.Handle(Orders, "notify", _ => { })));
        Assert.False(plan.Kafka.NativeQueues);
        Assert.Equal(
            [new("security.protocol", "plaintext"), new("session.timeout.ms", "20000"), new("statistics.interval.ms", "5000")],
            plan.Kafka.Client.OrderBy(p => p.Key, StringComparer.Ordinal));
        Assert.Equal(("a", TimeSpan.Zero), (plan.Publish.Headers["X-Tenant"], plan.Publish.Linger));
        var options = plan.Groups[0].Options;
        Assert.Equal((RecreatedTopic.SameOffsets, true, 5), (options.RecreatedTopic, options.RetainHistory, options.Checkpoint.MaxTailEvents));
        Assert.Equal(7, options.MaxOutstanding);
        Assert.Equal(FailureMode.Discard, plan.Groups[0].Handlers[0].Definition.Options.OnFailure);
    }

    [Theory]
    [InlineData("AKKA__EVENTS__KAFKA__BOOTSTRAP_SERVERS", "BootstrapServers")]
    [InlineData("Akka__Events__Kafka__BootstrapServers", "bootstrap-servers")]
    [InlineData("akka__events__kafka__bootstrap-servers", "BootstrapServers")]
    public void Environment_variables_override_appsettings_in_whatever_spelling(string variable, string key)
    {
        // Variables are the process's own: these have names of no other test.
        var prefix = $"T{Guid.NewGuid():N}_";
        Environment.SetEnvironmentVariable(prefix + variable, "here:1");
        try
        {
            var json = $$"""{ "Akka": { "Events": { "Kafka": { "{{key}}": "there:2" } } } }""";
            Assert.Equal("here:1", Servers(JsonSource(new ConfigurationBuilder(), json).AddEnvironmentVariables(prefix).Build()));
            Assert.Equal("there:2", Servers(JsonSource(new ConfigurationBuilder().AddEnvironmentVariables(prefix), json).Build()));
            // As a web application has it: what its host is configured with is a configuration inside of the application's.
            var host = JsonSource(new ConfigurationBuilder(), json).AddEnvironmentVariables(prefix).Build();
            Assert.Equal("here:1", Servers(new ConfigurationBuilder().AddConfiguration(host).Build()));
        }
        finally
        {
            Environment.SetEnvironmentVariable(prefix + variable, null);
        }
    }

    [Fact]
    public void Settings_of_a_test_host_override_appsettings()
    {
        // UseSetting comes as arguments, and with an empty one for each section above it.
        string[] settings = ["--Akka=", "--Akka:Events=", "--Akka:Events:Kafka=", "--Akka:Events:Kafka:BootstrapServers=here:1", "--Akka:Events:Kafka:Client="];
        var json = """{ "Akka": { "Events": { "Kafka": { "BootstrapServers": "there:2", "ClientId": "me", "Client": { "client.rack": "a" } } } } }""";
        var kafka = Plan(JsonSource(new ConfigurationBuilder(), json).AddCommandLine(settings).Build(), Configured).Kafka;
        Assert.Equal(("here:1", "me", "a"), (kafka.BootstrapServers, kafka.ClientId, kafka.Client["client.rack"]));
    }

    [Theory]
    [InlineData("security.protocol")]
    [InlineData("SECURITY_PROTOCOL")]
    [InlineData("SecurityProtocol")]
    [InlineData("security:protocol")]
    public void Properties_of_librdkafka_are_found_under_all_their_spellings(string name)
    {
        var client = Plan(Of(("Akka:Events:Kafka:Client:security.protocol", "ssl"), ($"Akka:Events:Kafka:Client:{name}", "plaintext"))).Kafka.Client;
        Assert.Equal([new("security.protocol", "plaintext")], client);
    }

    [Theory]
    [InlineData("Akka:Events:Kafka:BootstrapServer", "a", "Akka:Events:Kafka:BootstrapServer: unknown key; did you mean 'BootstrapServers'?")]
    [InlineData("akka:events:kafka:bootstrap-server", "a", "akka:events:kafka:bootstrap-server: unknown key; did you mean 'bootstrap-servers'?")]
    [InlineData("Akka:Events:Kafak:ClientId", "a", "Akka:Events:Kafak: unknown key; did you mean 'Kafka'?")]
    [InlineData("Akka:Events:Group:DrainTimeout", "10", "Akka:Events:Group:DrainTimeout: '10' has no unit: write a number and one of ms, s, m, h, d, as in 500ms or 10s")]
    [InlineData("Akka:Events:Groups:Billing:Memory:MaxActive", "x", "Akka:Events:Groups:Billing:Memory:MaxActive: 'x' is not a whole number")]
    [InlineData("Akka:Events:Groups:Billing:Handlers:Notfy:Timeout", "1s", "Akka:Events:Groups:Billing:Handlers:Notfy: the group has no such handler; did you mean 'notify'?")]
    [InlineData("Akka:Events:Group", "3", "Akka:Events:Group: must be a section with keys of its own and not a single value")]
    [InlineData("Akka:Events:Kafka:ClientId:Name", "3", "Akka:Events:Kafka:ClientId: must be a single value and not a section")]
    [InlineData("Akka:Events:Kafka:ClientId:0", "3", "Akka:Events:Kafka:ClientId: must be a single value and not a list")]
    public void Mistakes_are_named_with_the_path_as_it_is_written(string key, string value, string error) =>
        Assert.Equal(
            error.Replace("akka:events", "Akka:Events", StringComparison.Ordinal),
            Assert.Single(Assert.Throws<EventsConfigurationException>(() => Plan(Of((key, value)), events => events.Billing())).Errors));

    [Fact]
    public void A_section_for_a_group_of_another_process_is_only_a_warning() =>
        Assert.Equal(
            ["Akka:Events:Groups:Biling: this process has no such group; did you mean 'billing'?"],
            Plan(Of(("Akka:Events:Groups:Biling:MaxOutstanding", "3")), events => events.Billing()).Warnings);

    [Fact]
    public void Code_wins_over_the_hosts_configuration_and_that_over_HOCON_at_the_same_place()
    {
        var plan = Plan(
            Of(
                ("Akka:Events:Kafka:ClientId", "host"), ("Akka:Events:Kafka:PrefetchBytes", "2MiB"), ("Akka:Events:Group:MaxOutstanding", "2"),
                ("Akka:Events:Group:MaxGap", "2"), ("Akka:Events:Groups:Billing:Handlers:Notify:Timeout", "2m"),
                ("Akka:Events:Groups:Billing:Handler:MinBackoff", "2s")),
            events => events.ConfigureKafka(kafka => kafka.ClientId = "code").Billing(),
            """
            akka.events {
              kafka { client-id = hocon, prefetch-bytes = 1MiB, expected-partitions = 1 }
              group.max-gap = 1
              groups.billing { max-outstanding = 1, handlers.notify { timeout = 1m, min-backoff = 1s } }
            }
            """);
        Assert.Equal(("code", 2L << 20, 1), (plan.Kafka.ClientId, plan.Kafka.PrefetchBytes, plan.Kafka.ExpectedPartitions));
        // The more specific place wins, wherever it stands.
        Assert.Equal((1, 2), (plan.Groups[0].Options.MaxOutstanding, plan.Groups[0].Options.MaxGap));
        var handler = plan.Groups[0].Handlers[0].Definition.Options;
        Assert.Equal((TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(1)), (handler.Timeout, handler.MinBackoff));
    }

    [Fact]
    public void A_host_reads_its_own_configuration_or_the_section_it_is_told()
    {
        Assert.Equal("here:1", Hosted(_ => { }).Kafka.BootstrapServers);
        Assert.Equal("there:2", Hosted(events => events.UseConfiguration(Of(("Mine:Kafka:BootstrapServers", "there:2")), "Mine")).Kafka.BootstrapServers);
    }

    [Fact]
    public void Akkas_own_settings_go_into_HOCON_without_the_event_systems_and_whatever_a_test_host_sets()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Akka:Loglevel"] = "DEBUG", ["Akka:Events:Kafka:BootstrapServers"] = "here:1", ["Akka:Cluster:Roles:0"] = "web",
            })
            .AddCommandLine(["--Akka=", "--Akka:Cluster="]).Build();
        var akka = new AkkaConfigurationBuilder(new ServiceCollection(), "test").AddHocon(configuration.GetSection("Akka"), HoconAddMode.Prepend);
        Assert.Equal("DEBUG", akka.Configuration.Value.GetString("akka.loglevel"));
        Assert.Equal(["web"], akka.Configuration.Value.GetStringList("akka.cluster.roles"));
        Assert.False(akka.Configuration.Value.HasPath("akka.events"));
    }

    private static EventsPlan Hosted(Action<EventsBuilder> events)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("Akka:Events:Kafka:BootstrapServers", "here:1")]);
        builder.Services.AddLogging();
        builder.Services.AddAkkaEvents("hosted", events);
        using var host = builder.Build();
        return host.Services.GetRequiredService<Akka.Actor.ActorSystem>().Settings.Setup.Get<PlanSetup>().Value.Plan;
    }

    private static void Configured(EventsBuilder events) => events.Setup.Kafka = null;

    private static string? Servers(IConfiguration configuration) => Plan(configuration, Configured).Kafka.BootstrapServers;

    private static IConfigurationRoot Of(params (string Key, string Value)[] values) =>
        values.Aggregate(
            new ConfigurationBuilder() as IConfigurationBuilder,
            (builder, value) => builder.AddInMemoryCollection([new KeyValuePair<string, string?>(value.Key, value.Value)])).Build();

    private static IConfigurationRoot Json(string json) => JsonSource(new ConfigurationBuilder(), json).Build();

    private static IConfigurationBuilder JsonSource(IConfigurationBuilder builder, string json) =>
        builder.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
