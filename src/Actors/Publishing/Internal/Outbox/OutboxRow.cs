using Akka.Events.Kafka.Internal;

namespace Akka.Events.Publishing.Internal.Outbox;

/// <summary>An event in the outbox.</summary>
/// <param name="Id">Its number: what is sent later has a higher one, of one key.</param>
/// <param name="Record">What is sent.</param>
internal sealed record OutboxRow(long Id, OutgoingRecord Record);
