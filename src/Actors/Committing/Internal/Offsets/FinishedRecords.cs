namespace Akka.Events.Committing.Internal.Offsets;

/// <summary>All that a shard has durably finished, by topic and handler. Not thread-safe; no I/O.</summary>
internal sealed class FinishedRecords
{
    private readonly Dictionary<HandledTopic, FinishedOffsets> _offsets = [];

    public IReadOnlyDictionary<HandledTopic, FinishedOffsets> All => _offsets;

    public FinishedOffsets? Of(string topic, string handler) => _offsets.GetValueOrDefault(new HandledTopic(topic, handler));

    /// <summary>Reading has begun for a topic and handler that are not known yet: nothing is finished.</summary>
    public void Begin(HandledTopic handled, long start) => _offsets.TryAdd(handled, new FinishedOffsets(start));

    /// <summary>Finishes a range.</summary>
    /// <param name="handled">The topic and handler.</param>
    /// <param name="start">Where reading began, for a topic and handler not known yet: nothing below it is of interest.</param>
    /// <param name="first">First offset of the range.</param>
    /// <param name="end">Offset behind the range.</param>
    public void Add(HandledTopic handled, long start, long first, long end)
    {
        if (!_offsets.TryGetValue(handled, out var offsets)) _offsets.Add(handled, offsets = new FinishedOffsets(start));
        offsets.Add(first, end);
    }

    public void Set(HandledTopic handled, FinishedOffsets offsets) => _offsets[handled] = offsets;

    public FinishedRecords Copy()
    {
        var copy = new FinishedRecords();
        foreach (var (handled, offsets) in _offsets) copy.Set(handled, new FinishedOffsets(offsets.Watermark, offsets.Above));
        return copy;
    }
}
