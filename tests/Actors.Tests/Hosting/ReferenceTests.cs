using Akka.Configuration;
using Akka.Events.Committing;
using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Subscribing;
using Xunit;

namespace Akka.Events.Tests.Hosting;

/// <summary>HOCON.conf says what the options classes say.</summary>
public sealed class ReferenceTests
{
    private static readonly IReadOnlyDictionary<string, string> Documented = Reference.Flatten(Reference.Config);

    [Fact]
    public void The_reference_is_read_without_errors()
    {
        var errors = new ErrorList();
        _ = new EventsConfiguration(Reference.Config, null, "", errors);
        errors.ThrowIfAny();
    }

    [Fact]
    public void Every_option_has_a_key_in_the_reference_with_its_default()
    {
        var defaults = new Dictionary<string, string>();
        Write(defaults, "akka.events.names", Sections.Names, new NameOptions());
        Write(defaults, "akka.events.kafka", Sections.Kafka, new KafkaOptions());
        Write(defaults, "akka.events.postgresql", Sections.PostgreSql, new PostgreSqlOptions());
        Write(defaults, "akka.events.sqlite", Sections.Sqlite, new SqliteOptions());
        Write(defaults, "akka.events.mysql", Sections.MySql, new MySqlOptions());
        Write(defaults, "akka.events.publish", Sections.Publish, new PublishingOptions());
        Write(defaults, "akka.events.reading", Sections.Reading, new ReadingOptions());
        Write(defaults, "akka.events.reading.subscription", Sections.Subscription, new SubscriptionOptions());
        Write(defaults, "akka.events.outbox", Sections.Outbox, new OutboxOptions());
        Write(defaults, "akka.events.topics", Sections.Topics, new TopicOptions());
        Write(defaults, "akka.events.handler", Sections.Handler, new HandlerOptions());
        Write(defaults, "akka.events.group", Sections.Group, new GroupOptions());
        Write(defaults, "akka.events.group.limits", Sections.Limits, new LimitOptions());
        Write(defaults, "akka.events.limits", Sections.Limits, new LimitOptions());
        Write(defaults, "akka.events.group.checkpoint", Sections.Checkpoint, new CheckpointOptions());
        Write(defaults, "akka.events.group.memory", Sections.Memory, new MemoryOptions());
        Assert.Equal(defaults.OrderBy(d => d.Key, StringComparer.Ordinal), Documented.OrderBy(d => d.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_property_of_the_options_can_be_configured()
    {
        AllConfigurable(Sections.Names);
        AllConfigurable(Sections.Kafka);
        AllConfigurable(Sections.PostgreSql);
        AllConfigurable(Sections.Sqlite);
        AllConfigurable(Sections.MySql);
        AllConfigurable(Sections.Publish);
        AllConfigurable(Sections.Reading);
        AllConfigurable(Sections.Subscription);
        AllConfigurable(Sections.Outbox);
        AllConfigurable(Sections.Topics);
        AllConfigurable(Sections.Handler);
        AllConfigurable(Sections.Group);
        AllConfigurable(Sections.Limits);
        AllConfigurable(Sections.Checkpoint);
        AllConfigurable(Sections.Memory);
    }

    [Fact]
    public void Every_default_is_allowed()
    {
        var plan = Planning.Plan(Reference.Config, events => events.Billing());
        Assert.Equal(10_000, plan.Groups[0].Options.MaxOutstanding);
    }

    [Fact]
    public void The_embedded_reference_is_the_file_at_the_root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Akka.Events.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("not built inside the repository");
        var file = ConfigurationFactory.ParseString(File.ReadAllText(Path.Combine(folder, "HOCON.conf")));
        Assert.Equal(Reference.Flatten(file), Documented);
    }

    private static void Write<T>(Dictionary<string, string> into, string path, Section<T> section, T options)
    {
        foreach (var option in section.Options) into.Add($"{path}.{option.Key}", option.Write(options));
    }

    private static void AllConfigurable<T>(Section<T> section) =>
        Assert.Equal(typeof(T).GetProperties().Where(p => p.GetMethod!.IsPublic).Select(p => p.Name).Order(), section.Names.Order());
}
