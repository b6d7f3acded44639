namespace Akka.Events.Committing;

/// <summary>
/// When a shard writes its changed states to the state table: reading the journal's tail back is fast, so rarely. The sizes are those of
/// all of a group's shards in a process together, since that is what another one has to read when it ends; the shards take turns.
/// </summary>
public sealed class CheckpointOptions
{
    /// <summary>State events since the last checkpoints. Default 1,000,000.</summary>
    public int MaxTailEvents { get; set; } = 1_000_000;

    /// <summary>Journal bytes since the last checkpoints. Default 64 MiB.</summary>
    public long MaxTailBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Age of the oldest change since the last checkpoint. Default 10 minutes.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>States written in one database transaction. Default 5,000.</summary>
    public int ChunkSize { get; set; } = 5_000;

    internal CheckpointOptions Copy() => (CheckpointOptions)MemberwiseClone();
}
