using Confluent.Kafka;

namespace Akka.Events.Torture;

internal sealed record TortureOptions(TimeSpan Time, int Seed, int Workers, int Rate)
{
    public GroupProtocol Protocol { get; init; } = GroupProtocol.Classic;

    /// <summary>The group reads a second topic, which stays empty: its partitions are assigned by range.</summary>
    public bool CoPartitioned { get; init; }

    /// <summary>The workers share a file of SQLite's instead of a PostgreSQL.</summary>
    public bool Sqlite { get; init; }

    /// <summary>Where the workers' logs stay; null where they may go.</summary>
    public string? Keep { get; init; }

    public const string Topic = "numbers";
    public const string SecondTopic = "more-numbers";
    public const string Group = "ledgers";
    public const int Partitions = 12;
    public const int Keys = 500;

    public const int CheckpointEvery = 500;

    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long the group may take to catch up when the faults have ended.</summary>
    public static readonly TimeSpan CatchUp = TimeSpan.FromMinutes(2);
}
