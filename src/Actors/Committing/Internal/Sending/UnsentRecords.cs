using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Publishing.Internal.Ordered;

namespace Akka.Events.Committing.Internal.Sending;

/// <summary>What a shard's journal holds and isn't known to be sent, topic by topic in the order of its rows. Not thread-safe; no I/O.</summary>
internal sealed class UnsentRecords
{
    private readonly Dictionary<string, Queue<Part>> _topics = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The topics that have some.</summary>
    public IReadOnlyCollection<string> Topics => _topics.Keys;

    /// <summary>All of them, for a snapshot.</summary>
    public IReadOnlyList<OutgoingRow> Rows =>
    [
        .. _topics.Values.SelectMany(parts => parts).GroupBy(part => part.Row).OrderBy(row => row.Key.SequenceNr)
            .Select(row => row.Key with { Records = [.. row.SelectMany(part => part.Records)] }),
    ];

    /// <summary>Takes in what a later row brings.</summary>
    public void Add(OutgoingRow row)
    {
        row = Cut(row);
        // Most often of one topic.
        if (row.Records.All(record => record.Topic == row.Records[0].Topic)) Add(new Part(row, row.Records[0].Topic, row.Records));
        else
            foreach (var topic in row.Records.GroupBy(record => record.Topic)) Add(new Part(row, topic.Key, [.. topic]));
    }

    /// <summary>
    /// A row whose records are the smaller part of it, without the rest: a letter may wait for hours, and would keep a megabyte of state events.
    /// The records of one row share their bytes until all of them are sent, whichever topics they are of.
    /// </summary>
    private static OutgoingRow Cut(OutgoingRow row)
    {
        var length = row.Records.Sum(record => record.Length);
        if (length > row.Bytes.Length / 2) return row;
        var (bytes, records, start) = (new byte[length], new OutgoingSlice[row.Records.Count], 0);
        for (var i = 0; i < records.Length; i++)
        {
            var record = row.Records[i];
            row.Bytes.AsSpan(record.Start, record.Length).CopyTo(bytes.AsSpan(start));
            records[i] = record with { Start = start };
            start += record.Length;
        }
        return new OutgoingRow(row.SequenceNr, bytes, records);
    }

    private void Add(Part part)
    {
        if (!_topics.TryGetValue(part.Topic, out var parts)) _topics.Add(part.Topic, parts = new Queue<Part>());
        parts.Enqueue(part);
        Count += part.Records.Count;
        Bytes += part.Bytes;
    }

    /// <summary>A topic's are sent up to a row.</summary>
    public void Remove(string topic, long through)
    {
        if (!_topics.TryGetValue(topic, out var parts)) return;
        while (parts.TryPeek(out var part) && part.Row.SequenceNr <= through)
        {
            parts.Dequeue();
            Count -= part.Records.Count;
            Bytes -= part.Bytes;
        }
        if (parts.Count == 0) _topics.Remove(topic);
    }

    /// <summary>What is to be sent next: the oldest first, of topics that may be sent to, and at least one part where there is one.</summary>
    public List<OutgoingPart> Next(Func<string, bool> mayGo, int maxRecords, long maxBytes)
    {
        var heads = new List<(IEnumerator<Part> Parts, Part Head)>();
        foreach (var (topic, parts) in _topics)
        {
            if (!mayGo(topic)) continue;
            var rest = ((IEnumerable<Part>)parts).GetEnumerator();
            if (rest.MoveNext()) heads.Add((rest, rest.Current));
        }
        var next = new List<OutgoingPart>();
        var (records, bytes) = (0, 0L);
        while (heads.Count > 0)
        {
            var oldest = 0;
            for (var i = 1; i < heads.Count; i++)
                if (heads[i].Head.Row.SequenceNr < heads[oldest].Head.Row.SequenceNr) oldest = i;
            var (rest, part) = heads[oldest];
            records += part.Records.Count;
            bytes += part.Bytes;
            if (next.Count > 0 && (records > maxRecords || bytes > maxBytes)) break;
            next.Add(part.ToSend());
            if (rest.MoveNext()) heads[oldest] = (rest, rest.Current);
            else heads.RemoveAt(oldest);
        }
        return next;
    }

    /// <summary>A row's records of one topic.</summary>
    private sealed class Part(OutgoingRow row, string topic, IReadOnlyList<OutgoingSlice> records)
    {
        public OutgoingRow Row { get; } = row;

        public string Topic { get; } = topic;

        public IReadOnlyList<OutgoingSlice> Records { get; } = records;

        public long Bytes { get; } = records.Sum(record => (long)record.Length);

        public OutgoingPart ToSend() => new(
            Topic, Row.SequenceNr, Records.Count, Bytes,
            Records.Select(record => OutgoingCodec.Read(Row.Bytes.AsMemory(record.Start, record.Length), Topic)));
    }
}
