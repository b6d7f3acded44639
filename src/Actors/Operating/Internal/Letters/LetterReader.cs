using Akka.Events.Handling;
using Akka.Events.Kafka.Internal.Admin;
using Confluent.Kafka;
using static Akka.Events.Handling.Internal.Letters.LetterHeaders;

namespace Akka.Events.Operating.Internal.Letters;

/// <summary>Reads dead letters, and the notes among them, back.</summary>
internal static class LetterReader
{
    /// <summary>The letter in a record; null where it is none.</summary>
    public static DeadLetter? Letter(string topic, ScannedRecord record)
    {
        if (Text(record.Headers, DeadLetterHeaders.Id) is not { } id || Text(record.Headers, DeadLetterHeaders.Topic) is not { } origin
            || Text(record.Headers, DeadLetterHeaders.Group) is not { } group || Text(record.Headers, DeadLetterHeaders.Handler) is not { } handler
            || Number(record.Headers, DeadLetterHeaders.Partition) is not { } partition || Number(record.Headers, DeadLetterHeaders.Offset) is not { } offset)
            return null;
        return new DeadLetter
        {
            Position = new TopicPartitionOffset(topic, record.Partition, record.Offset),
            Id = id,
            Origin = new TopicPartitionOffset(origin, (int)partition, offset),
            Timestamp = Time(record.Headers, DeadLetterHeaders.Timestamp),
            Group = group,
            Handler = handler,
            Exception = Text(record.Headers, DeadLetterHeaders.Exception) ?? "",
            Reason = Text(record.Headers, DeadLetterHeaders.Reason) ?? "",
            Attempts = (int)(Number(record.Headers, DeadLetterHeaders.Attempts) ?? 0),
            Time = Time(record.Headers, DeadLetterHeaders.Time) ?? default,
            KeyBytes = record.Key,
            Value = record.Value,
            Headers = Own(record.Headers),
        };
    }

    /// <summary>The offset of the letter that a note settles; null for a record that is no note.</summary>
    public static long? Settled(ScannedRecord record) =>
        record.Key is null && record.Value is null ? Number(record.Headers, DeadLetterHeaders.Settled) : null;
}
