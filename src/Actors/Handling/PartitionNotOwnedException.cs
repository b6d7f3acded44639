namespace Akka.Events.Handling;

/// <summary>
/// A key was asked for whose partition no process in reach has had open within the question's limit. The message says of whom it was
/// expected, and what keeps it.
/// </summary>
public sealed class PartitionNotOwnedException : Exception
{
    internal PartitionNotOwnedException(string group, int partition)
        : this(group, partition, $"partition {partition} of group '{group}' isn't open in this process")
    {
    }

    internal PartitionNotOwnedException(string group, int partition, string message) : base(message)
    {
        Group = group;
        Partition = partition;
    }

    /// <summary>The consumer group.</summary>
    public string Group { get; }

    /// <summary>The partition that the key belongs to.</summary>
    public int Partition { get; }
}
