using Akka.Events.Committing;
using Akka.Events.Handling;
using Akka.Events.Handling.Internal.Shared;
using Confluent.Kafka;

namespace Akka.Events.Consuming;

/// <summary>How a consumer group reads and keeps state in this process. What isn't set comes from <c>akka.events.group</c>.</summary>
public sealed class GroupOptions
{
    /// <summary>Where a group without offsets begins: earliest, latest, or error. Default earliest.</summary>
    public AutoOffsetReset StartFrom { get; set; } = AutoOffsetReset.Earliest;

    /// <summary>Records of one partition that may be under way; reading stops there and goes on at half. Default 10,000.</summary>
    public int MaxOutstanding { get; set; } = 10_000;

    /// <summary>
    /// Bytes (keys and values) of one partition that may be under way; reading stops there and goes on at half. Default 16 MiB.
    /// </summary>
    public long MaxOutstandingBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// Records of one partition, finished ones included, from the first unfinished one to the newest; reading stops there until that one is
    /// finished. 8 bytes of memory each. Not below <see cref="MaxOutstanding"/>. Default 1,000,000.
    /// </summary>
    public int MaxGap { get; set; } = 1_000_000;

    /// <summary>What bounds all of the group's work in this process.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>How often finished offsets are committed to Kafka. Default 1 second.</summary>
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Limit for finishing what runs when a partition is given up; what has not ended then is handled again by the next owner. Default 10
    /// seconds.
    /// </summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a key's handler may run before it is reported. Default 1 minute.</summary>
    public TimeSpan ReportStuckAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Wait before a partition whose shard has failed is opened again; doubles up to a minute. Default 500 milliseconds.</summary>
    public TimeSpan ReopenBackoff { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How often the group's topics are looked at: whether they are there, may be read, and have the partitions they had. Default 10
    /// seconds.
    /// </summary>
    public TimeSpan TopicCheckInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What a group with entities does when a topic was deleted and made again. Default stop.</summary>
    public RecreatedTopic RecreatedTopic { get; set; } = RecreatedTopic.Stop;

    /// <summary>The group's member protocol: classic, or consumer (KIP-848). Default classic.</summary>
    public GroupProtocol Protocol { get; set; } = GroupProtocol.Classic;

    /// <summary>
    /// Static membership: a member that returns with the same id within the session time-out keeps its partitions. Default none.
    /// </summary>
    public string? InstanceId { get; set; }

    /// <summary>When a shard writes its changed states to the state table.</summary>
    public CheckpointOptions Checkpoint { get; set; } = new();

    /// <summary>How many entities stay in memory.</summary>
    public MemoryOptions Memory { get; set; } = new();

    /// <summary>
    /// Age below which journal rows are never deleted, so that a frozen owner still collides when it thaws. Default 1 day.
    /// </summary>
    public TimeSpan FencingHorizon { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Journal rows below a checkpoint are kept for good: the history of every entity. Default false.</summary>
    public bool RetainHistory { get; set; }

    /// <summary>
    /// What a shard does whose journal and stored states don't belong together, as after one of them was emptied. Default: it stops and says
    /// so.
    /// </summary>
    public LostJournal LostJournal { get; set; } = LostJournal.Stop;

    /// <summary>
    /// Records that entities of one partition have published, or that were given up, and that are committed and not in Kafka yet. Events that
    /// lead to more wait then, with their keys. Default 10,000.
    /// </summary>
    public int MaxUnsent { get; set; } = 10_000;

    /// <summary>The same in bytes. Default 32 MiB.</summary>
    public long MaxUnsentBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>What handlers of the group start from.</summary>
    public HandlerOptions Handler { get; set; } = new();

    /// <summary>Told of each delivery whose effects are durable, on its shard's turn: for measurements.</summary>
    internal Action<EventContext>? Durable { get; set; }

    /// <summary>What the group's shards go by.</summary>
    internal ShardOptions ForShards() => new()
    {
        Checkpoint = Checkpoint,
        Memory = Memory,
        ReportStuckAfter = ReportStuckAfter,
        FencingHorizon = FencingHorizon,
        RetainHistory = RetainHistory,
        LostJournal = LostJournal,
        MaxUnsent = MaxUnsent,
        MaxUnsentBytes = MaxUnsentBytes,
        Durable = Durable,
    };

    internal GroupOptions Copy()
    {
        var copy = (GroupOptions)MemberwiseClone();
        copy.Checkpoint = Checkpoint.Copy();
        copy.Memory = Memory.Copy();
        copy.Handler = Handler.Copy();
        copy.Limits = Limits.Copy();
        return copy;
    }
}
