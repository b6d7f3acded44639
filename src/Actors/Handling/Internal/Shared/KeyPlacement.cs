using Akka.Events.Topics;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>
/// Whether the keys of a group's entities lie in the partitions that Kafka's own clients put them into, by murmur2. Entities are asked where
/// that says; handling goes on wherever a key lies, as long as it is always the same partition. Safe from any thread.
/// </summary>
internal sealed class KeyPlacement
{
    private string? _problem;

    /// <summary>Number of partitions of the group's topics; 0 before it is known. Set before a partition is assigned.</summary>
    public int Partitions { get; set; }

    /// <summary>What has been seen that isn't so, and what to do; null when nothing has.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Looks at a key where it lies. The first one that lies elsewhere is told, once.</summary>
    public void Look(ReadOnlySpan<byte> key, int partition, GroupContext group)
    {
        if (Partitions == 0 || Problem is not null || Murmur2Partitioner.Partition(key, Partitions) is var right && right == partition) return;
        var problem = $"key '{KeyText.ToText(key)}' lies in partition {partition}, and murmur2 puts it into {right}: its producer uses another "
            + "partitioner. Handling goes on, but entities of such keys can't be asked: set partitioner=murmur2_random in the producer "
            + "(librdkafka's default is another one), and copy what it has published into a new topic";
        if (Interlocked.CompareExchange(ref _problem, problem, null) is null)
            HandlingLog.KeyMisplaced(group.Loggers.CreateLogger("Akka.Events.Shards"), group.Name, problem);
    }

    /// <summary>The answer of an entity that nothing is known of; null when its own is right.</summary>
    public MisplacedKeysException? Refusal(GroupContext group) =>
        Problem is { } problem ? new MisplacedKeysException(group.Name, problem) : null;
}
