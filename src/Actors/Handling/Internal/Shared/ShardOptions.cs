using Akka.Events.Committing;

namespace Akka.Events.Handling.Internal.Shared;

/// <summary>What of a group's options its shards go by.</summary>
internal sealed record ShardOptions
{
    /// <summary>When a shard writes its changed states.</summary>
    public required CheckpointOptions Checkpoint { get; init; }

    /// <summary>How many entities stay in memory.</summary>
    public required MemoryOptions Memory { get; init; }

    /// <summary>How long a key's handler may run before it is reported.</summary>
    public required TimeSpan ReportStuckAfter { get; init; }

    /// <summary>Age below which journal rows are never deleted.</summary>
    public required TimeSpan FencingHorizon { get; init; }

    /// <summary>Journal rows below a checkpoint are kept for good.</summary>
    public required bool RetainHistory { get; init; }

    /// <inheritdoc cref="Committing.LostJournal"/>
    public required LostJournal LostJournal { get; init; }

    /// <summary>Records that a shard's journal may hold unsent before events that lead to more wait.</summary>
    public int MaxUnsent { get; init; } = 10_000;

    /// <summary>Their bytes.</summary>
    public long MaxUnsentBytes { get; init; } = 32L << 20;

    /// <summary>Told of each delivery whose effects are durable, on its shard's turn: for measurements.</summary>
    public Action<EventContext>? Durable { get; init; }
}
