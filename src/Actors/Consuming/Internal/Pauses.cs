using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal;

/// <summary>Which partitions of a group aren't read in this process, assigned or not. Safe from any thread.</summary>
internal sealed class Pauses
{
    private readonly Lock _lock = new();
    private readonly List<Range> _paused = [];
    private readonly List<(TopicPartition Partition, Action GoesOn)> _watching = [];

    public bool Holds(TopicPartition partition)
    {
        lock (_lock) return _paused.Exists(range => range.Holds(partition));
    }

    /// <param name="topic">Of this topic only; null for all of the group.</param>
    /// <param name="partition">This partition only; null for all of the topic.</param>
    public void Pause(string? topic, int? partition)
    {
        lock (_lock)
            if (!_paused.Contains(new Range(topic, partition)))
                _paused.Add(new Range(topic, partition));
    }

    /// <summary>What lies within goes on, however it was paused; what a wider pause holds beside it doesn't.</summary>
    /// <exception cref="InvalidOperationException">A wider pause holds it.</exception>
    public void Resume(string? topic, int? partition)
    {
        var within = new Range(topic, partition);
        lock (_lock)
        {
            if (_paused.Find(range => range != within && range.Holds(within)) is { } wider)
                throw new InvalidOperationException($"{within} is paused by a pause of {wider}: resume that");
            _paused.RemoveAll(within.Holds);
            foreach (var (watched, goesOn) in _watching)
                if (!_paused.Exists(range => range.Holds(watched)))
                    goesOn();
        }
    }

    /// <summary>Tells when a partition may go on, perhaps without its having been paused. Not after the registration's end.</summary>
    public IDisposable Watch(TopicPartition partition, Action goesOn)
    {
        lock (_lock) _watching.Add((partition, goesOn));
        return new Watching(this, (partition, goesOn));
    }

    private sealed record Range(string? Topic, int? Partition)
    {
        public bool Holds(TopicPartition partition) => Holds(new Range(partition.Topic, partition.Partition.Value));

        public bool Holds(Range other) => Topic is null || (Topic == other.Topic && (Partition is null || Partition == other.Partition));

        public override string ToString() => Topic is null ? "the group" : Partition is null ? $"topic {Topic}" : $"{Topic} [{Partition}]";
    }

    private sealed class Watching(Pauses pauses, (TopicPartition, Action) what) : IDisposable
    {
        public void Dispose()
        {
            lock (pauses._lock) pauses._watching.Remove(what);
        }
    }
}
