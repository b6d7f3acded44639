using Akka.Events.Committing.Internal.Offsets;

namespace Akka.Events.Committing.Internal.Journal;

/// <summary>Reads what <see cref="JournalBatchWriter"/> wrote.</summary>
internal static class JournalBatchReader
{
    /// <summary>Enters a batch's finished records and hands over its events in the order of handling.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    public static void Read(JournalBatch batch, FinishedRecords finished, Action<JournalEvent> onEvent) =>
        Scan(batch, finished, (names, start, length) => onEvent(ReadEvent(batch.Payload.AsMemory(start, length), names)));

    /// <summary>Enters a batch's finished records and says where its events lie, for <see cref="ReadEvent"/>.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    public static void Scan(JournalBatch batch, FinishedRecords? finished, Action<BatchNames, int, int>? onEvent)
    {
        var names = new BatchNames();
        var reader = new ProtoReader(batch.Payload);
        while (reader.Next(out var field, out _, out var start, out var length))
        {
            switch (field)
            {
                case 2:
                    names.AddTopic(Text(start, length));
                    break;
                case 3:
                    names.AddHandler(Text(start, length));
                    break;
                case 4:
                    names.AddManifest(Text(start, length));
                    break;
                case 5 when finished is not null:
                    ReadFinished(batch.Payload.AsMemory(start, length), names, finished);
                    break;
                case 6 when onEvent is not null:
                    onEvent(names, start, length);
                    break;
            }
        }

        string Text(int start, int length) => ProtoReader.Text(batch.Payload.AsMemory(start, length));
    }

    /// <summary>Hands over what is to be sent of a batch, and how far it notes that topics are sent.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    public static void ReadOutgoing(JournalBatch batch, Action<OutgoingSlice> onRecord, Action<SentThrough> onSent)
    {
        if (!batch.IsOutgoing) return;
        var reader = new ProtoReader(batch.Payload);
        while (reader.Next(out var field, out _, out var start, out var length))
        {
            if (field == 7) onRecord(ReadSlice(batch.Payload, start, length));
            else if (field == 8) onSent(OutgoingCodec.ReadSent(batch.Payload.AsMemory(start, length)));
        }
    }

    /// <summary>A record to be sent, of which only the topic is read.</summary>
    /// <exception cref="InvalidDataException">The bytes are no record.</exception>
    public static OutgoingSlice ReadSlice(byte[] bytes, int start, int length) =>
        new(string.Intern(ProtoReader.Text(OutgoingCodec.ReadTopic(bytes.AsMemory(start, length)))), start, length);

    /// <summary>The number of an event's handler, and where its key lies in the message: what it takes to find it again.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an event.</exception>
    public static (int Handler, int KeyStart, int KeyLength) ReadKey(ReadOnlyMemory<byte> message)
    {
        var handler = 0;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var value, out var start, out var length))
        {
            if (field == 2) handler = (int)value;
            else if (field == 4) return (handler, start, length); // the writer's order: the handler stands before the key
        }
        return (handler, 0, 0);
    }

    /// <summary>Reads one event of a batch.</summary>
    /// <exception cref="InvalidDataException">The bytes are not an event.</exception>
    public static JournalEvent ReadEvent(ReadOnlyMemory<byte> message, BatchNames names)
    {
        int topic = 0, handler = 0, manifest = 0;
        long offset = 0, timestamp = 0;
        ReadOnlyMemory<byte> key = default, payload = default;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var value, out var bytes))
        {
            switch (field)
            {
                case 1:
                    topic = (int)value;
                    break;
                case 2:
                    handler = (int)value;
                    break;
                case 3:
                    offset = value;
                    break;
                case 4:
                    key = bytes;
                    break;
                case 5:
                    manifest = (int)value;
                    break;
                case 6:
                    payload = bytes;
                    break;
                case 7:
                    timestamp = value;
                    break;
            }
        }
        return new JournalEvent(names.Topic(topic), names.Handler(handler), offset, key, names.Manifest(manifest), payload, timestamp);
    }

    /// <summary>A batch's events of one key.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    public static List<JournalEvent> EventsOf(JournalBatch batch, string handler, byte[] key)
    {
        var events = new List<JournalEvent>();
        Scan(batch, null, (names, start, length) =>
        {
            var message = batch.Payload.AsMemory(start, length);
            var (number, keyStart, keyLength) = ReadKey(message);
            if (message.Span.Slice(keyStart, keyLength).SequenceEqual(key) && names.Handler(number) == handler)
                events.Add(ReadEvent(message, names));
        });
        return events;
    }

    /// <summary>Hands over what a batch finishes, by topic and handler: where it began, where the batch says so, and ranges as they were written.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    public static void ReadFinished(JournalBatch batch, Action<HandledTopic, long?, IReadOnlyList<OffsetRange>> onFinished)
    {
        var messages = new List<ReadOnlyMemory<byte>>();
        var names = new BatchNames();
        var reader = new ProtoReader(batch.Payload);
        while (reader.Next(out var field, out _, out var bytes))
        {
            if (field == 2) names.AddTopic(ProtoReader.Text(bytes));
            else if (field == 3) names.AddHandler(ProtoReader.Text(bytes));
            else if (field == 5) messages.Add(bytes);
        }
        foreach (var message in messages)
        {
            var (handled, start, ranges) = ReadFinished(message, names);
            onFinished(handled, start, ranges);
        }
    }

    private static void ReadFinished(ReadOnlyMemory<byte> message, BatchNames names, FinishedRecords finished)
    {
        var (handled, start, ranges) = ReadFinished(message, names);
        if (start is { } begin) finished.Begin(handled, begin);
        foreach (var range in ranges) finished.Add(handled, start ?? 0, range.First, range.End);
    }

    private static (HandledTopic Handled, long? Start, List<OffsetRange> Ranges) ReadFinished(ReadOnlyMemory<byte> message, BatchNames names)
    {
        int topic = 0, handler = 0;
        long? start = null;
        ReadOnlyMemory<byte> written = default;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var value, out var bytes))
        {
            if (field == 1) topic = (int)value;
            else if (field == 2) handler = (int)value;
            else if (field == 3) start = value - 1;
            else if (field == 4) written = bytes;
        }
        var ranges = new List<OffsetRange>();
        var numbers = new ProtoReader(written);
        long position = 0;
        while (!numbers.AtEnd)
        {
            var first = position + (long)numbers.Varint();
            position = first + (long)numbers.Varint();
            ranges.Add(new OffsetRange(first, position));
        }
        return (new HandledTopic(names.Topic(topic), names.Handler(handler)), start, ranges);
    }
}
