using System.Text.Json.Serialization;
using Confluent.Kafka;

namespace Akka.Events.Torture;

/// <summary>What a process of the group needs to know.</summary>
/// <param name="Kafka">Brokers.</param>
/// <param name="Store">PostgreSQL's connection string, or a file of SQLite's behind <see cref="SqlitePrefix"/>.</param>
/// <param name="Topic">The topic with the numbers.</param>
/// <param name="Group">The group.</param>
internal sealed record LedgerOptions(string Kafka, string Store, string Topic, string Group)
{
    public const string SqlitePrefix = "sqlite:";

    /// <summary>The file; null where the store is PostgreSQL.</summary>
    [JsonIgnore]
    public string? Sqlite => Store.StartsWith(SqlitePrefix, StringComparison.Ordinal) ? Store[SqlitePrefix.Length..] : null;

    public GroupProtocol Protocol { get; init; } = GroupProtocol.Classic;

    /// <summary>A second topic that feeds the ledgers; null where there is none.</summary>
    public string? SecondTopic { get; init; }

    /// <summary>Makes the process a static member of that name; null for a dynamic one.</summary>
    public string? InstanceId { get; init; }

    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>State events between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 2000;

    /// <summary>How long journal rows are kept below checkpoints.</summary>
    public TimeSpan FencingHorizon { get; init; } = TimeSpan.FromDays(1);

    /// <summary>What makes it a worker of a torture; null for a host that just works.</summary>
    public WorkerOptions? Worker { get; init; }
}
