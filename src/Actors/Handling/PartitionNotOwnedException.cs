namespace Akka.Events.Handling;

/// <summary>A key was asked for whose partition this process doesn't own, and no cluster joins it with the owner.</summary>
public sealed class PartitionNotOwnedException : Exception
{
    internal PartitionNotOwnedException(string group, int partition)
        : base($"partition {partition} of group '{group}' isn't owned by this process: ask the process that owns it, or join the processes to one Akka cluster")
    {
        Group = group;
        Partition = partition;
    }

    /// <summary>The consumer group.</summary>
    public string Group { get; }

    /// <summary>The partition that the key belongs to.</summary>
    public int Partition { get; }
}
