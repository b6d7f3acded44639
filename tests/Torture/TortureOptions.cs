using Confluent.Kafka;

namespace Akka.Events.Torture;

internal sealed record TortureOptions(TimeSpan Time, int Seed, int Workers, int Rate)
{
    public GroupProtocol Protocol { get; init; } = GroupProtocol.Classic;

    public int Partitions { get; init; } = 24;

    /// <summary>One topic only, and no rolling update that adds a second, compacted one.</summary>
    public bool OneTopic { get; init; }

    /// <summary>The workers are nodes of an Akka cluster, which is split and healed.</summary>
    public bool Cluster { get; init; }

    /// <summary>The workers share a file of SQLite's instead of a PostgreSQL.</summary>
    public bool Sqlite { get; init; }

    /// <summary>
    /// For hours: one topic, fewer faults, none that loses records; runs aren't noted, journal rows go after two minutes, and worker 1
    /// lives throughout and is measured.
    /// </summary>
    public bool Soak { get; init; }

    /// <summary>Where logs and notes stay; null where they may go.</summary>
    public string? Keep { get; init; }

    /// <summary>Every wait between faults is so many times longer.</summary>
    public double Calm => Soak ? 8 : 1;

    public const string Topic = "numbers";
    public const string SecondTopic = "more-numbers";
    public const string Group = "ledgers";
    public const int Keys = 500;

    public const int CheckpointEvery = 500;

    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long the group may take to catch up when the faults have ended.</summary>
    public static readonly TimeSpan CatchUp = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan SoakHorizon = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan SampleEvery = TimeSpan.FromMinutes(1);
}
