using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>
/// What is to be sent as Protobuf, in batches and snapshots.
/// <code>
/// message Outgoing { string to = 1; bytes key = 2; bytes value = 3; repeated Header header = 4; int32 partition = 5; int64 timestamp = 6; }
///     // to stands first; missing bytes: null; partition and timestamp: + 1, missing: none
/// message Header { string name = 1; bytes value = 2; }
/// message Sent { string topic = 1; int64 through = 2; }
/// </code>
/// </summary>
internal static class OutgoingCodec
{
    [ThreadStatic]
    private static (ProtoWriter Record, ProtoWriter Header)? _writers;

    /// <returns>The bytes, until this thread writes another.</returns>
    public static ReadOnlySpan<byte> Write(OutgoingRecord record)
    {
        var (output, inner) = _writers ??= (new ProtoWriter(), new ProtoWriter());
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
        return output.Written;
    }

    public static ReadOnlySpan<byte> Write(SentThrough sent, ProtoWriter output)
    {
        output.Clear();
        output.Field(1, sent.Topic);
        output.Field(2, sent.Through);
        return output.Written;
    }

    /// <param name="message">The bytes.</param>
    /// <param name="topic">Where it goes, which is known by then.</param>
    /// <exception cref="InvalidDataException">The bytes are no record.</exception>
    public static OutgoingRecord Read(ReadOnlyMemory<byte> message, string topic)
    {
        byte[]? key = null, value = null;
        Headers? headers = null;
        int? partition = null;
        long? timestamp = null;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var number, out var bytes))
        {
            switch (field)
            {
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
            }
        }
        return new OutgoingRecord(topic, key, value, headers, partition, timestamp);
    }

    /// <summary>Where a record goes, of which nothing else is read.</summary>
    /// <exception cref="InvalidDataException">The bytes are no record.</exception>
    public static ReadOnlyMemory<byte> ReadTopic(ReadOnlyMemory<byte> message)
    {
        var reader = new ProtoReader(message);
        return reader.Next(out var field, out _, out var bytes) && field == 1 ? bytes : throw new InvalidDataException("a record goes nowhere");
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
