namespace Akka.Events.Committing.Internal;

/// <summary>Reads what <see cref="JournalBatchWriter"/> wrote.</summary>
internal static class JournalBatchReader
{
    /// <summary>Enters a batch's finished records and hands over its events in the order of handling.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a batch.</exception>
    public static void Read(JournalBatch batch, FinishedRecords finished, Action<JournalEvent>? onEvent)
    {
        var topics = new List<string>();
        var handlers = new List<string>();
        var manifests = new List<string>();
        var reader = new ProtoReader(batch.Payload);
        while (reader.Next(out var field, out _, out var bytes))
        {
            switch (field)
            {
                case 2:
                    topics.Add(ProtoReader.Text(bytes));
                    break;
                case 3:
                    handlers.Add(ProtoReader.Text(bytes));
                    break;
                case 4:
                    manifests.Add(ProtoReader.Text(bytes));
                    break;
                case 5:
                    ReadFinished(bytes, topics, handlers, finished);
                    break;
                case 6 when onEvent is not null:
                    onEvent(ReadEvent(bytes, topics, handlers, manifests));
                    break;
            }
        }
    }

    private static void ReadFinished(ReadOnlyMemory<byte> message, List<string> topics, List<string> handlers, FinishedRecords finished)
    {
        int topic = 0, handler = 0;
        long start = 0;
        ReadOnlyMemory<byte> ranges = default;
        var reader = new ProtoReader(message);
        while (reader.Next(out var field, out var value, out var bytes))
        {
            if (field == 1) topic = (int)value;
            else if (field == 2) handler = (int)value;
            else if (field == 3) start = value - 1;
            else if (field == 4) ranges = bytes;
        }
        var handled = new HandledTopic(Named(topics, topic), Named(handlers, handler));
        var numbers = new ProtoReader(ranges);
        long position = 0;
        while (!numbers.AtEnd)
        {
            var first = position + (long)numbers.Varint();
            position = first + (long)numbers.Varint();
            finished.Add(handled, start, first, position);
        }
    }

    private static JournalEvent ReadEvent(ReadOnlyMemory<byte> message, List<string> topics, List<string> handlers, List<string> manifests)
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
        return new JournalEvent(Named(topics, topic), Named(handlers, handler), offset, key, Named(manifests, manifest), payload, timestamp);
    }

    private static string Named(List<string> names, int number) =>
        number < names.Count ? names[number] : throw new InvalidDataException($"name {number} of {names.Count}");
}
