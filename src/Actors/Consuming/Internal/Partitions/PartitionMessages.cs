using Akka.Actor;
using Akka.Events.Handling.Internal.Deliveries;
using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Partitions;

// What a partition's consumer tells itself. Each names the assignment that it is about: an answer to a former one is of no use.

/// <summary>The queue may have records.</summary>
internal sealed record ReadMore(PartitionAssignment Source) : INoSerializationVerificationNeeded;

/// <summary>The client stands where it was to.</summary>
internal sealed record Positioned(PartitionAssignment Source) : INoSerializationVerificationNeeded;

/// <summary>It can't be moved there.</summary>
internal sealed record SeekFailed(PartitionAssignment Source, Offset Offset, Exception Cause) : INoSerializationVerificationNeeded;

/// <summary>Where the client begins, which had the group's offset from Kafka as this has; null where there is none.</summary>
internal sealed record StartFound(PartitionAssignment Source, long? Committed) : INoSerializationVerificationNeeded;

/// <summary>What the log is.</summary>
/// <param name="Source">The assignment.</param>
/// <param name="TopicId">The topic's id; null where it isn't there, or the brokers give none.</param>
/// <param name="Low">The log's first offset.</param>
/// <param name="High">The offset behind its last.</param>
/// <param name="Position">The group's next offset; null when it has none.</param>
internal sealed record LogFound(PartitionAssignment Source, string? TopicId, long Low, long High, long? Position) : INoSerializationVerificationNeeded;

/// <summary>Whether the records in hand are of the log that they should be of.</summary>
/// <param name="Source">The assignment.</param>
/// <param name="TopicId">The topic's id; null where it isn't there, or the brokers give none.</param>
/// <param name="Low">The log's first offset; null where it wasn't asked for.</param>
internal sealed record LogSeen(PartitionAssignment Source, string? TopicId, long? Low) : INoSerializationVerificationNeeded;

/// <summary>What was to be known of the log isn't, yet.</summary>
internal sealed record LogUnknown(PartitionAssignment Source, Exception Cause) : INoSerializationVerificationNeeded;

/// <summary>Ask for it again.</summary>
internal sealed record AskLogAgain(PartitionAssignment Source) : INoSerializationVerificationNeeded;

/// <summary>Where the log begins now, for what was to come and didn't.</summary>
internal sealed record BeginningFound(PartitionAssignment Source, long Low, long High) : INoSerializationVerificationNeeded;

/// <summary>Where reading is to go on, as somebody has asked.</summary>
/// <param name="Offset">An offset that the log has, or its end.</param>
/// <param name="Asker">Who has.</param>
/// <param name="Failure">Why that isn't known; null when it is.</param>
internal sealed record PlaceFound(long Offset, IActorRef Asker, Exception? Failure = null) : INoSerializationVerificationNeeded;
