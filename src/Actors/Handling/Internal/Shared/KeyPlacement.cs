using Akka.Events.Committing.Internal.States;
using Akka.Events.Topics;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>
/// Whether the keys of a group's entities lie in the partitions that Kafka's own clients put them into, by murmur2. Entities are asked where
/// that says; handling goes on wherever a key lies, as long as it is always the same partition. What one process has seen the group's store
/// remembers, for the others and for later ones. Safe from any thread.
/// </summary>
internal sealed class KeyPlacement
{
    // Among the topics that the group's state stands on, in place of an id; no topic's name has a #.
    private const string StoredName = "#misplaced-keys";

    private string? _problem;
    private volatile bool _stored;

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
        if (!Found(problem, group)) return;
        // What can't be stored now is when topics are looked at next.
        Share(group, CancellationToken.None).ContinueWith(
            static failed => _ = failed.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Stores what this process has seen, and takes in what others have.</summary>
    public async Task Share(GroupContext group, CancellationToken ct)
    {
        if (_stored) return;
        KnownTopic[] seen = Problem is { } problem ? [new KnownTopic(StoredName, problem, Partitions, 0)] : [];
        Recall(await group.States.Know(group.Name, seen, ct).ConfigureAwait(false), group);
    }

    /// <summary>Takes in what the group's store remembers.</summary>
    public void Recall(IReadOnlyDictionary<string, KnownTopic> known, GroupContext group)
    {
        if (!known.TryGetValue(StoredName, out var seen)) return;
        _stored = true;
        Found(seen.Id, group);
    }

    private bool Found(string problem, GroupContext group)
    {
        if (Interlocked.CompareExchange(ref _problem, problem, null) is not null) return false;
        HandlingLog.KeyMisplaced(group.Loggers.CreateLogger("Akka.Events.Shards"), group.Name, problem);
        return true;
    }

    /// <summary>The answer of an entity that nothing is known of; null when its own is right.</summary>
    public MisplacedKeysException? Refusal(GroupContext group) =>
        Problem is { } problem ? new MisplacedKeysException(group.Name, problem) : null;
}
