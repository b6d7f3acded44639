namespace Akka.Events.Hosting;

/// <summary>What topics and groups are called in Kafka, where that isn't what code calls them: <c>akka.events.names</c>.</summary>
public sealed class NameOptions
{
    /// <summary>
    /// Stands before the names of all topics and groups that have none of their own here, such as <c>staging.</c>: so several environments, or a
    /// test, share a Kafka and a database and keep apart. Changing it means other topics, and groups that start from nothing. Default: nothing.
    /// </summary>
    public string? Prefix { get; set; }

    /// <summary>Names of topics, by those of their definitions. No prefix is put before them.</summary>
    public IDictionary<string, string> Topics { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of groups, by those that code gives them. No prefix is put before them.</summary>
    public IDictionary<string, string> Groups { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
