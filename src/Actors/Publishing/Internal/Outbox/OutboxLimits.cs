namespace Akka.Events.Publishing.Internal.Outbox;

/// <summary>How the outbox is forwarded.</summary>
internal sealed record OutboxLimits
{
    /// <summary>Rows of a batch, at most.</summary>
    public int BatchSize { get; init; } = 5000;

    /// <summary>Bytes of a batch; one row may go beyond it.</summary>
    public long BatchBytes { get; init; } = 8 << 20;

    /// <summary>How often one who waits looks by itself.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>After how long a row that was refused is tried again.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Rows removed until their space is taken back.</summary>
    public int CleanAfter { get; init; } = 100_000;

    /// <summary>How long a forwarder that says nothing stays the forwarder: another takes over within this and a <see cref="RenewEvery"/>.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a forwarder says that it is there, and how often others look whether one is.</summary>
    public TimeSpan RenewEvery { get; init; } = TimeSpan.FromSeconds(1);
}
