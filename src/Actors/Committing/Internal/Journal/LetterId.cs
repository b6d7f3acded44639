using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Kafka.Internal;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>Which record of a shard a dead letter is of.</summary>
/// <param name="Handled">By whom it was given up.</param>
/// <param name="Offset">Its offset.</param>
internal readonly record struct LetterId(HandledTopic Handled, long Offset);

/// <summary>A dead letter in a shard's journal.</summary>
/// <param name="Id">Which.</param>
/// <param name="Record">What is sent.</param>
internal sealed record JournalLetter(LetterId Id, OutgoingRecord Record);
