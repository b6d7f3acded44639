using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>
/// What is to be sent as Protobuf, in batches and snapshots.
/// <code>
/// message Outgoing { string to = 1; bytes key = 2; bytes value = 3; repeated Header header = 4; int32 partition = 5; int64 timestamp = 6; int64 sequence_nr = 7; }
///     // missing bytes: null; partition and timestamp: + 1, missing: none; sequence_nr: in snapshots
/// message Header { string name = 1; bytes value = 2; }
/// message Sent { string topic = 1; int64 through = 2; }
/// </code>
/// </summary>
internal static class OutgoingCodec
{
    /// <param name="record">The record.</param>
    /// <param name="output">Where it is written, in place of what was there.</param>
    /// <param name="inner">Used meanwhile.</param>
    /// <param name="sequenceNr">Its row's; 0 where that says it itself.</param>
    public static ReadOnlySpan<byte> Write(OutgoingRecord record, ProtoWriter output, ProtoWriter inner, long sequenceNr = 0)
    {
        output.Clear();
        output.Field(1, record.Topic);
        if (record.Key is { } key) output.Field(2, key);
        if (record.Value is { } value) output.Field(3, value);
        foreach (var header in record.Headers?.BackingList ?? [])
        {
            inner.Clear();
            inner.Field(1, header.Key);
            if (header.GetValueBytes() is { } bytes) inner.Field(2, bytes);
            output.Field(4, inner.Written);
        }
        if (record.Partition is { } partition) output.Field(5, partition + 1L);
        if (record.TimestampMs is { } timestamp) output.Field(6, timestamp + 1);
        if (sequenceNr > 0) output.Field(7, sequenceNr);
        return output.Written;
    }

    public static ReadOnlySpan<byte> Write(SentThrough sent, ProtoWriter output)
    {
        output.Clear();
        output.Field(1, sent.Topic);
        output.Field(2, sent.Through);
        return output.Written;
    }

    /// <exception cref="InvalidDataException">The bytes are no record.</exception>
    public static (OutgoingRecord Record, long SequenceNr) Read(ReadOnlyMemory<byte> message)
    {
        var to = "";
        byte[]? key = null, value = null;
        Headers? headers = null;
        int? partition = null;
        long? timestamp = null;
        long sequenceNr = 0;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var number, out var bytes))
        {
            switch (field)
            {
                case 1:
                    to = ProtoReader.Text(bytes);
                    break;
                case 2:
                    key = bytes.ToArray();
                    break;
                case 3:
                    value = bytes.ToArray();
                    break;
                case 4:
                    ReadHeader(bytes, headers ??= []);
                    break;
                case 5:
                    partition = (int)(number - 1);
                    break;
                case 6:
                    timestamp = number - 1;
                    break;
                case 7:
                    sequenceNr = number;
                    break;
            }
        }
        return (new OutgoingRecord(to, key, value, headers, partition, timestamp), sequenceNr);
    }

    /// <exception cref="InvalidDataException">The bytes don't say how far.</exception>
    public static SentThrough ReadSent(ReadOnlyMemory<byte> message)
    {
        var topic = "";
        long through = 0;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var number, out var bytes))
        {
            if (field == 1) topic = ProtoReader.Text(bytes);
            else if (field == 2) through = number;
        }
        return new SentThrough(topic, through);
    }

    private static void ReadHeader(ReadOnlyMemory<byte> message, Headers headers)
    {
        var name = "";
        byte[]? value = null;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out _, out var bytes))
        {
            if (field == 1) name = ProtoReader.Text(bytes);
            else if (field == 2) value = bytes.ToArray();
        }
        headers.Add(name, value);
    }
}
