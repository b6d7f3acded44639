namespace Akka.Events.Torture.Checking;

/// <summary>A key's events in one topic, numbered from 1, all in one partition.</summary>
internal sealed class PublishedEvents(string topic, int partition)
{
    private readonly List<long> _offsets = [];

    public int Partition => partition;

    public long Count => _offsets.Count;

    /// <summary>The next number's record, as the broker has acknowledged it.</summary>
    public void Add(long offset) => _offsets.Add(offset);

    /// <summary>Where a number lies; null where there is none.</summary>
    public Source? Of(long number) => number >= 1 && number <= Count ? new Source(topic, partition, _offsets[(int)number - 1]) : null;
}
