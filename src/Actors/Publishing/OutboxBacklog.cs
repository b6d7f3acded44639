namespace Akka.Events.Publishing;

/// <summary>What waits in the outbox.</summary>
/// <param name="Waiting">Events that are committed and not in Kafka yet.</param>
/// <param name="Oldest">When the oldest of them was published, UTC; null when none waits.</param>
/// <param name="Refused">Those that can't be sent, the oldest first, at most 100: the events of their keys wait behind them.</param>
public sealed record OutboxBacklog(long Waiting, DateTimeOffset? Oldest, IReadOnlyList<RefusedEvent> Refused);
