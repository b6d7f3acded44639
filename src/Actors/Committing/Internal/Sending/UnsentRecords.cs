using Akka.Events.Committing.Internal.Journal;
using Akka.Events.Publishing.Internal.Ordered;

namespace Akka.Events.Committing.Internal.Sending;

/// <summary>What a shard's journal holds and isn't known to be sent, topic by topic in the order of its rows. Not thread-safe; no I/O.</summary>
internal sealed class UnsentRecords
{
    private readonly Dictionary<string, Queue<OutgoingPart>> _topics = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>The topics that have some.</summary>
    public IReadOnlyCollection<string> Topics => _topics.Keys;

    /// <summary>All of them, for a snapshot.</summary>
    public IReadOnlyList<OutgoingRow> Rows =>
    [
        .. _topics.Values.SelectMany(parts => parts).GroupBy(part => part.Number)
            .OrderBy(row => row.Key).Select(row => new OutgoingRow(row.Key, [.. row.SelectMany(part => part.Records)])),
    ];

    /// <summary>Takes in what a later row brings.</summary>
    public void Add(OutgoingRow row)
    {
        foreach (var topic in row.Records.GroupBy(record => record.Topic))
        {
            var part = new OutgoingPart(topic.Key, row.SequenceNr, [.. topic]);
            if (!_topics.TryGetValue(topic.Key, out var parts)) _topics.Add(topic.Key, parts = new Queue<OutgoingPart>());
            parts.Enqueue(part);
            Count += part.Records.Count;
            Bytes += part.Bytes;
        }
    }

    /// <summary>A topic's are sent up to a row.</summary>
    public void Remove(string topic, long through)
    {
        if (!_topics.TryGetValue(topic, out var parts)) return;
        while (parts.TryPeek(out var part) && part.Number <= through)
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
        var heads = new List<(IEnumerator<OutgoingPart> Parts, OutgoingPart Head)>();
        foreach (var (topic, parts) in _topics)
        {
            if (!mayGo(topic)) continue;
            var rest = ((IEnumerable<OutgoingPart>)parts).GetEnumerator();
            if (rest.MoveNext()) heads.Add((rest, rest.Current));
        }
        var next = new List<OutgoingPart>();
        var (records, bytes) = (0, 0L);
        while (heads.Count > 0)
        {
            var oldest = 0;
            for (var i = 1; i < heads.Count; i++)
                if (heads[i].Head.Number < heads[oldest].Head.Number) oldest = i;
            var (rest, part) = heads[oldest];
            records += part.Records.Count;
            bytes += part.Bytes;
            if (next.Count > 0 && (records > maxRecords || bytes > maxBytes)) break;
            next.Add(part);
            if (rest.MoveNext()) heads[oldest] = (rest, rest.Current);
            else heads.RemoveAt(oldest);
        }
        return next;
    }
}
