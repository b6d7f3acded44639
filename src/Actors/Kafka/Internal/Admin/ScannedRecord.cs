using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Admin;

/// <summary>A record of a topic that is read through.</summary>
internal sealed record ScannedRecord(int Partition, long Offset, byte[]? Key, byte[]? Value, Headers Headers);
