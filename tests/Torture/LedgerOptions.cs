using Confluent.Kafka;

namespace Akka.Events.Torture;

/// <summary>What a process of the group needs to know.</summary>
internal sealed record LedgerOptions(string Kafka, string Postgres, string Topic, string Group)
{
    public GroupProtocol Protocol { get; init; } = GroupProtocol.Classic;

    /// <summary>A second topic that feeds the ledgers; null where there is none.</summary>
    public string? SecondTopic { get; init; }

    /// <summary>Makes the process a static member of that name; null for a dynamic one.</summary>
    public string? InstanceId { get; init; }

    public TimeSpan SessionTimeout { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>State events between two checkpoints.</summary>
    public int CheckpointEvery { get; init; } = 2000;
}
