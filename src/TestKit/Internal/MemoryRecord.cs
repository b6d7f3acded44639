using Confluent.Kafka;

namespace Akka.Events.TestKit.Internal;

internal sealed record MemoryRecord(long Offset, byte[]? Key, byte[]? Value, Headers? Headers, long TimestampMs);
