using Akka.Events.Committing.Internal.States;

namespace Akka.Events.Persistence.PostgreSql.Internal;

/// <summary>States of one entity that go into one statement, column by column.</summary>
internal sealed class WriteChunk
{
    /// <summary>
    /// Bounds of a statement: enough that its fixed cost doesn't show, few enough that neither side holds more than some MB of it.
    /// </summary>
    private const int MaxRows = 10_000, MaxBytes = 8 << 20;

    private WriteChunk(ReadOnlySpan<StoredState> states)
    {
        Entity = states[0].Entity;
        KeyIds = new byte[states.Length][];
        LongKeys = new byte[states.Length][];
        SequenceNrs = new long[states.Length];
        Manifests = new string[states.Length];
        Payloads = new ReadOnlyMemory<byte>[states.Length];
        Deleted = new bool[states.Length];
        for (var i = 0; i < states.Length; i++)
        {
            var key = states[i].Key;
            KeyIds[i] = RowKey.Id(key);
            LongKeys[i] = key.Length > RowKey.LongestShort ? key : null;
            SequenceNrs[i] = states[i].SequenceNr;
            Manifests[i] = states[i].Manifest;
            Payloads[i] = states[i].Payload;
            Deleted[i] = states[i].Deleted;
        }
    }

    public string Entity { get; }
    public byte[][] KeyIds { get; }
    public byte[]?[] LongKeys { get; }
    public long[] SequenceNrs { get; }
    public string[] Manifests { get; }
    public ReadOnlyMemory<byte>[] Payloads { get; }
    public bool[] Deleted { get; }

    /// <summary>
    /// In the order of the primary key: neighbours share index pages, and two writers of the same rows can't wait for each other.
    /// A key that comes twice, which a statement may not contain, counts with its highest sequence number.
    /// </summary>
    public static IEnumerable<WriteChunk> Form(IReadOnlyCollection<StoredState> states)
    {
        var sorted = states.ToArray();
        Array.Sort(sorted, Compare);
        var count = KeepLastOfEachKey(sorted);
        for (int start = 0, end; start < count; start = end)
        {
            end = start;
            var bytes = 0;
            do bytes += sorted[end].Key.Length + sorted[end].Payload.Length;
            while (++end < count && sorted[end].Entity == sorted[start].Entity && end - start < MaxRows && bytes < MaxBytes);
            yield return new WriteChunk(sorted.AsSpan(start, end - start));
        }
    }

    private static int KeepLastOfEachKey(StoredState[] sorted)
    {
        var kept = 0;
        foreach (ref readonly var state in sorted.AsSpan())
        {
            if (kept > 0 && sorted[kept - 1].Entity == state.Entity && sorted[kept - 1].Key.AsSpan().SequenceEqual(state.Key)) kept--;
            sorted[kept++] = state;
        }
        return kept;
    }

    private static int Compare(StoredState x, StoredState y)
    {
        var order = string.CompareOrdinal(x.Entity, y.Entity);
        if (order == 0) order = x.Key.AsSpan().SequenceCompareTo(y.Key);
        return order != 0 ? order : x.SequenceNr.CompareTo(y.SequenceNr);
    }
}
