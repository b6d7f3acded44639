namespace Akka.Events.Bench.Kafka;

/// <summary>What a Kafka workload was asked to do.</summary>
internal sealed record KafkaArguments
{
    public string? Bootstrap { get; init; }

    public string? Postgres { get; init; }

    public string Topic { get; init; } = "";

    public int Records { get; init; }

    public int Keys { get; init; }

    /// <summary>Zipf's exponent; 0: every key is as frequent as any other.</summary>
    public double Skew { get; init; }

    public int CheckKeys { get; init; } = int.MaxValue;

    public int KeyBytes { get; init; }

    public int ValueBytes { get; init; }

    public int Partitions { get; init; }

    public string Group { get; init; } = "";

    public bool Fresh { get; init; }

    public long? CrashAfter { get; init; }

    /// <summary>With a group that nobody has used, where it is to start anew and no state of it is worth deleting.</summary>
    public KafkaArguments WithOwnGroup() => Fresh ? this with { Group = $"{Group}-{Guid.NewGuid().ToString("N")[..8]}" } : this;
}
