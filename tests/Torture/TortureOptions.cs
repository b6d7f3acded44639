using Confluent.Kafka;

namespace Akka.Events.Torture;

internal sealed record TortureOptions(TimeSpan Time, int Seed, int Workers, int Rate, GroupProtocol Protocol, string? Keep)
{
    public const string Topic = "numbers";
    public const string Group = "ledgers";
    public const int Partitions = 12;
    public const int Keys = 500;

    public const int CheckpointEvery = 500;

    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(3);

    /// <summary>How long the group may take to catch up when the faults have ended.</summary>
    public static readonly TimeSpan CatchUp = TimeSpan.FromMinutes(2);
}
