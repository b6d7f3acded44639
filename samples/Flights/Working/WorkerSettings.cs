using System.Text.Json;

namespace Flights.Working;

/// <summary>The first line that a worker reads: what it belongs to. Not on its command line, where a password could be seen.</summary>
internal sealed record WorkerSettings
{
    /// <summary>Bootstrap servers.</summary>
    public required string Kafka { get; init; }

    /// <summary>How long a member that says nothing keeps its partitions.</summary>
    public required TimeSpan Session { get; init; }

    /// <summary>PostgreSQL's connection string; null: the state is in the file, or in memory.</summary>
    public string? Postgres { get; init; }

    /// <summary>SQLite's file; null: the state is in PostgreSQL, or in memory.</summary>
    public string? Sqlite { get; init; }

    /// <summary>The topic of the flights.</summary>
    public required string Topic { get; init; }

    /// <summary>The consumer group.</summary>
    public required string Group { get; init; }

    /// <summary>The worker's name in the group.</summary>
    public required string Member { get; init; }

    /// <summary>Its place in the workers' cluster; null where it is alone.</summary>
    public ClusterPlace? Cluster { get; init; }

    /// <summary>The port of its dashboard; null: it has none.</summary>
    public int? Dashboard { get; init; }

    public string ToLine() => JsonSerializer.Serialize(this, MessagesJson.Default.WorkerSettings);

    public static WorkerSettings Parse(string line) => JsonSerializer.Deserialize(line, MessagesJson.Default.WorkerSettings)!;
}
