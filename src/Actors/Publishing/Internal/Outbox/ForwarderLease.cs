namespace Akka.Events.Publishing.Internal.Outbox;

/// <summary>What a new forwarder finds.</summary>
/// <param name="Outbox">Names the outbox's progress in Kafka.</param>
/// <param name="Left">What the former one had in hand; null for nothing.</param>
internal sealed record ForwarderLease(string Outbox, OutboxBatch? Left);
