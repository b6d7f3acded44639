using Akka.Events.Committing.Internal.Offsets;
using Akka.Events.Kafka.Internal;
using Confluent.Kafka;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>
/// Dead letters as Protobuf, in batches and snapshots.
/// <code>
/// message Letter { string topic = 1; string handler = 2; int64 offset = 3; string to = 4; bytes key = 5; bytes value = 6; repeated Header header = 7; }   // missing bytes: null
/// message Header { string name = 1; bytes value = 2; }
/// message Sent { string topic = 1; string handler = 2; int64 offset = 3; }
/// </code>
/// </summary>
internal static class LetterCodec
{
    public static ReadOnlySpan<byte> Write(JournalLetter letter)
    {
        var output = new ProtoWriter();
        Write(letter.Id, output);
        var record = letter.Record;
        output.Field(4, record.Topic);
        if (record.Key is { } key) output.Field(5, key);
        if (record.Value is { } value) output.Field(6, value);
        var inner = new ProtoWriter();
        foreach (var header in record.Headers ?? [])
        {
            inner.Clear();
            inner.Field(1, header.Key);
            if (header.GetValueBytes() is { } bytes) inner.Field(2, bytes);
            output.Field(7, inner.Written);
        }
        return output.Written;
    }

    public static ReadOnlySpan<byte> Write(LetterId sent)
    {
        var output = new ProtoWriter();
        Write(sent, output);
        return output.Written;
    }

    /// <exception cref="InvalidDataException">The bytes are no letter.</exception>
    public static JournalLetter Read(ReadOnlyMemory<byte> message)
    {
        string topic = "", handler = "", to = "";
        long offset = 0;
        byte[]? key = null, value = null;
        var headers = new Headers();
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var number, out var bytes))
        {
            switch (field)
            {
                case 1:
                    topic = ProtoReader.Text(bytes);
                    break;
                case 2:
                    handler = ProtoReader.Text(bytes);
                    break;
                case 3:
                    offset = number;
                    break;
                case 4:
                    to = ProtoReader.Text(bytes);
                    break;
                case 5:
                    key = bytes.ToArray();
                    break;
                case 6:
                    value = bytes.ToArray();
                    break;
                case 7:
                    ReadHeader(bytes, headers);
                    break;
            }
        }
        return new JournalLetter(new LetterId(new HandledTopic(topic, handler), offset), new OutgoingRecord(to, key, value, headers));
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

    private static void Write(LetterId id, ProtoWriter output)
    {
        output.Field(1, id.Handled.Topic);
        output.Field(2, id.Handled.Handler);
        output.Field(3, id.Offset);
    }
}
