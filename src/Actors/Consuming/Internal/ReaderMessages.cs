using Akka.Actor;
using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal;

/// <summary>To a partition's consumer: stop taking, finish what runs.</summary>
internal sealed class DrainPartition
{
    public static readonly DrainPartition Instance = new();
}

/// <summary>To the reader: nothing of the partition is under way any more.</summary>
internal sealed record PartitionDrained(TopicPartition TopicPartition) : INoSerializationVerificationNeeded;

/// <summary>
/// To the reader, and from it to the topic's consumers: the topic has been deleted and made again, and its offsets begin anew.
/// </summary>
internal sealed record TopicRecreated(string Topic, string Id) : INoSerializationVerificationNeeded;

/// <summary>To the group's member: the reader ends, and why.</summary>
internal sealed record ReaderFailed(string Cause) : INoSerializationVerificationNeeded;

/// <summary>
/// To a group's member and its reader: drain everything, commit, leave the group. The member answers with <see cref="Done"/>; the reader
/// stops.
/// </summary>
internal sealed class LeaveGroup
{
    public static readonly LeaveGroup Instance = new();
}

/// <summary>To a group's member: a group with entities can't go on reading its topics as they were when it joined.</summary>
internal sealed record TopicsChanged(string What) : INoSerializationVerificationNeeded;

/// <summary>
/// To a partition's consumer: read on at an offset, the log's end where that is before it, its beginning where that is behind. Answered with where that is
/// (<see cref="TopicPartitionOffset"/>) when it is committed, or with a failure.
/// </summary>
internal sealed record SeekPartition(long Offset) : INoSerializationVerificationNeeded;
