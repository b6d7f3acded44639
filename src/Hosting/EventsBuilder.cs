using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Hosting.Configuration.Internal;
using Akka.Events.Hosting.Internal;
using Akka.Events.Hosting.Internal.Planning;
using Akka.Events.Subscribing;
using Akka.Events.Topics;
using Microsoft.Extensions.Configuration;

namespace Akka.Events.Hosting;

/// <summary>
/// Says what events this process handles and where they come from. Everything can also be configured: under <c>Akka:Events</c> in the host's
/// configuration, and under <c>akka.events</c> in HOCON (see <c>HOCON.conf</c>). What is set in code wins over the host's configuration, and
/// that over HOCON.
/// </summary>
public sealed class EventsBuilder
{
    internal const string DefaultSection = "Akka:Events";

    internal EventsBuilder()
    {
    }

    internal EventsSetup Setup { get; } = new();

    /// <summary>
    /// Reads options from a section of the host's configuration: appsettings.json, environment variables
    /// (<c>Akka__Events__Kafka__BootstrapServers</c>), user secrets, arguments; the later source wins. Not needed where the host's services are
    /// given (<c>AddAkkaEvents</c>, <c>WithEvents(provider, …)</c>): its configuration's section <c>Akka:Events</c> is read by itself.
    /// </summary>
    /// <param name="configuration">The whole of it, as <c>builder.Configuration</c>: of a section alone it can't be told which source spoke last.</param>
    /// <param name="section">The section's path.</param>
    public EventsBuilder UseConfiguration(IConfiguration configuration, string section = DefaultSection)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentException.ThrowIfNullOrWhiteSpace(section);
        Setup.Configuration = configuration;
        Setup.ConfigurationSection = section;
        return this;
    }

    /// <summary>
    /// Takes where Kafka and PostgreSQL are from the host's connection strings (ConnectionStrings:NAME, or ConnectionStrings__NAME in the environment), as .NET
    /// Aspire and others put them there. Where there is no such string, what is configured under Akka:Events holds; what UseKafka and UsePostgreSql name wins
    /// over both.
    /// </summary>
    /// <param name="kafka">The name of the one that has Kafka's brokers; null for none.</param>
    /// <param name="postgreSql">The name of the one for PostgreSQL; null for none.</param>
    public EventsBuilder UseConnectionStrings(string? kafka = null, string? postgreSql = null)
    {
        (Setup.KafkaConnection, Setup.PostgreSqlConnection) = (kafka, postgreSql);
        return this;
    }

    /// <summary>Where Kafka is.</summary>
    /// <param name="bootstrapServers">Brokers to begin with: host:port, separated by commas.</param>
    /// <param name="configure">Further options.</param>
    public EventsBuilder UseKafka(string bootstrapServers, Action<KafkaOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(bootstrapServers);
        Setup.Kafka += options => options.BootstrapServers = bootstrapServers;
        Setup.Kafka += configure;
        return this;
    }

    /// <summary>Options of the Kafka clients, where the brokers are named in the configuration.</summary>
    public EventsBuilder ConfigureKafka(Action<KafkaOptions> configure)
    {
        Setup.Kafka += configure ?? throw new ArgumentNullException(nameof(configure));
        return this;
    }

    /// <summary>Keeps journal and entity states in PostgreSQL. Entities need one store.</summary>
    /// <param name="connectionString">Npgsql's connection string.</param>
    /// <param name="configure">Further options.</param>
    public EventsBuilder UsePostgreSql(string connectionString, Action<PostgreSqlOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        Setup.Stores.Remove(StoreKind.Memory);
        Setup.Stores.Add(StoreKind.PostgreSql);
        Setup.PostgreSql += options => options.ConnectionString = connectionString;
        Setup.PostgreSql += configure;
        return this;
    }

    /// <summary>
    /// Keeps journal and entity states in a file: durable, and exactly once, with nothing but .NET, on one machine. Its processes may share
    /// the file.
    /// </summary>
    /// <param name="path">The file; made where there is none, in a folder that is there.</param>
    /// <param name="configure">Further options.</param>
    public EventsBuilder UseSqlite(string path, Action<SqliteOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        Setup.Stores.Remove(StoreKind.Memory);
        Setup.Stores.Add(StoreKind.Sqlite);
        Setup.Sqlite += options => options.Path = path;
        Setup.Sqlite += configure;
        return this;
    }

    /// <summary>Keeps journal and entity states in memory, whatever store was named before: they end with the process. For tests and for trying things out.</summary>
    public EventsBuilder UseInMemory()
    {
        Setup.Stores.Clear();
        Setup.Stores.Add(StoreKind.Memory);
        return this;
    }

    /// <summary>What topics and groups are called in Kafka, where that isn't what code calls them.</summary>
    public EventsBuilder ConfigureNames(Action<NameOptions> configure)
    {
        Setup.Names += configure ?? throw new ArgumentNullException(nameof(configure));
        return this;
    }

    /// <summary>How topics are made that don't exist.</summary>
    public EventsBuilder ConfigureTopics(Action<TopicOptions> configure)
    {
        Setup.Topics += configure ?? throw new ArgumentNullException(nameof(configure));
        return this;
    }

    /// <summary>
    /// Says that this process publishes to a topic. Needed where <see cref="PublishingOptions.RequireRegisteredTopics"/> is set.
    /// </summary>
    public EventsBuilder RegisterTopic<T>(Topic<T> topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Setup.RegisteredTopics.Add(topic.Name);
        return this;
    }

    /// <summary>How events are published.</summary>
    public EventsBuilder ConfigurePublishing(Action<PublishingOptions> configure)
    {
        Setup.Publish += configure ?? throw new ArgumentNullException(nameof(configure));
        return this;
    }

    /// <summary>
    /// Makes <see cref="Publishing.IOutbox"/> usable: events published inside of transactions of the database that <see cref="UsePostgreSql"/>
    /// names. This process takes part in forwarding them, unless it is told not to.
    /// </summary>
    public EventsBuilder UseOutbox(Action<OutboxOptions>? configure = null)
    {
        Setup.Outbox += configure ?? (_ => { });
        return this;
    }

    /// <summary>What bounds the work of all groups in this process together.</summary>
    public EventsBuilder ConfigureLimits(Action<LimitOptions> configure)
    {
        Setup.Limits += configure ?? throw new ArgumentNullException(nameof(configure));
        return this;
    }

    /// <summary>How topics are read for subscriptions and views.</summary>
    public EventsBuilder ConfigureReading(Action<ReadingOptions> configure)
    {
        Setup.Reading += configure ?? throw new ArgumentNullException(nameof(configure));
        return this;
    }

    /// <summary>
    /// Holds a table of the latest value of each key of a topic in this process's memory, from its start on: <see cref="IEventViews.Of{T}(Topic{T})"/>
    /// gives it. One that isn't named here is read from its first use on.
    /// </summary>
    public EventsBuilder View<T>(Topic<T> topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        Setup.Views.Add(views => views.Of(topic));
        return this;
    }

    /// <summary>What all groups start from.</summary>
    public EventsBuilder ConfigureGroups(Action<GroupOptions> configure)
    {
        Setup.GroupDefaults += configure ?? throw new ArgumentNullException(nameof(configure));
        return this;
    }

    /// <summary>
    /// Handlers that see every event of their topics in every process, from its start on, instead of sharing them out: for what each process
    /// has in memory. Nothing is committed, and nothing is left on the brokers. Events published while the process isn't there it never sees.
    /// A failing event is tried again as its options say, and then discarded (<see cref="Handling.FailureMode.Discard"/>): nobody waits for it.
    /// </summary>
    /// <param name="name">Names it in logs, metrics, health and the configuration (<c>akka.events.groups</c>), as a group.</param>
    /// <param name="configure">Names its handlers: functions and classes, of single events or batches; no entities, and none in transactions.</param>
    public EventsBuilder Broadcast(string name, Action<GroupBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Add(new GroupBuilder(name, isBroadcast: true), configure);
    }

    /// <summary>A consumer group: its handlers see every event of their topics, shared out between all processes of the group.</summary>
    /// <param name="name">The consumer group's name in Kafka; it also names the group's journal, so changing it means starting from
    /// nothing.</param>
    /// <param name="configure">Names its handlers.</param>
    public EventsBuilder Group(string name, Action<GroupBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Add(new GroupBuilder(name), configure);
    }

    private EventsBuilder Add(GroupBuilder group, Action<GroupBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        configure(group);
        Setup.Groups.Add(group);
        return this;
    }
}
