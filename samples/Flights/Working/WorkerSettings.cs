using System.Text.Json;

namespace Flights.Working;

/// <summary>The first line that a worker reads: what it belongs to. Not on its command line, where a password could be seen.</summary>
/// <param name="Kafka">Bootstrap servers.</param>
/// <param name="Postgres">Connection string; null: state is kept in the worker's memory.</param>
/// <param name="Topic">The topic of the flights.</param>
/// <param name="Group">The consumer group.</param>
/// <param name="Member">The worker's name in the group.</param>
internal sealed record WorkerSettings(string Kafka, string? Postgres, string Topic, string Group, string Member)
{
    public string ToLine() => JsonSerializer.Serialize(this, MessagesJson.Default.WorkerSettings);

    public static WorkerSettings Parse(string line) => JsonSerializer.Deserialize(line, MessagesJson.Default.WorkerSettings)!;
}
