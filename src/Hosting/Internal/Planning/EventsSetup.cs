using Akka.Events.Consuming;
using Akka.Events.Handling;
using Akka.Events.Hosting.Internal.Running;
using Akka.Events.Subscribing;
using Microsoft.Extensions.Configuration;

namespace Akka.Events.Hosting.Internal.Planning;

/// <summary>What was said in code.</summary>
internal sealed class EventsSetup
{
    /// <summary>The host's configuration; null where there is none.</summary>
    public IConfiguration? Configuration { get; set; }

    /// <summary>Where in it the event system's own begins.</summary>
    public string ConfigurationSection { get; set; } = EventsBuilder.DefaultSection;

    /// <summary>The name of the connection string that says where Kafka is; null for none.</summary>
    public string? KafkaConnection { get; set; }

    /// <summary>The same of PostgreSQL.</summary>
    public string? PostgreSqlConnection { get; set; }

    public Action<NameOptions>? Names { get; set; }

    public Action<KafkaOptions>? Kafka { get; set; }

    public Action<PostgreSqlOptions>? PostgreSql { get; set; }

    public Action<TopicOptions>? Topics { get; set; }

    public Action<PublishingOptions>? Publish { get; set; }

    public Action<ReadingOptions>? Reading { get; set; }

    /// <summary>Begins the views that are named at start.</summary>
    public List<Action<IEventViews>> Views { get; } = [];

    /// <summary>Null: there is no outbox.</summary>
    public Action<OutboxOptions>? Outbox { get; set; }

    public HashSet<string> RegisteredTopics { get; } = [];

    public Action<LimitOptions>? Limits { get; set; }

    public Action<GroupOptions>? GroupDefaults { get; set; }

    public Action<SqliteOptions>? Sqlite { get; set; }

    public Action<MySqlOptions>? MySql { get; set; }

    /// <summary>Null: the package for MySQL isn't used.</summary>
    public MySqlSupport? MySqlSupport { get; set; }

    /// <summary>What code has chosen; nothing when the configuration may.</summary>
    public SortedSet<StoreKind> Stores { get; } = [];

    public List<GroupBuilder> Groups { get; } = [];

    /// <summary>A connection string of the host's configuration; null where there is none.</summary>
    public string? ConnectionString(string? name) =>
        name is null || Configuration?[$"ConnectionStrings:{name}"] is not { Length: > 0 } found ? null : found;
}
