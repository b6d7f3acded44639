using Confluent.Kafka;

namespace Akka.Events.Consuming.Internal.Reader;

/// <summary>What is being given up: each revocation waits until its partitions are drained. Not thread-safe; no I/O.</summary>
internal sealed class Handovers
{
    private readonly Dictionary<TopicPartition, Revocation> _draining = [];

    public void Begin(Revocation revocation)
    {
        foreach (var partition in revocation.Left) _draining[partition] = revocation;
    }

    public bool Contains(TopicPartition partition) => _draining.ContainsKey(partition);

    /// <summary>A partition is drained. Its revocation when all that it waited for now are.</summary>
    public Revocation? Drained(TopicPartition partition)
    {
        if (!_draining.Remove(partition, out var revocation)) return null;
        revocation.Left.Remove(partition);
        revocation.Drained.Add(partition);
        return revocation.Left.Count == 0 ? revocation : null;
    }

    /// <summary>A partition is lost: there is nothing to hand over.</summary>
    public void Lost(TopicPartition partition)
    {
        if (!_draining.Remove(partition, out var revocation)) return;
        revocation.Left.Remove(partition);
        if (revocation.Left.Count == 0) revocation.Done.TrySetResult();
    }

    /// <summary>Nobody is there to drain any more.</summary>
    public void End()
    {
        foreach (var revocation in _draining.Values) revocation.Done.TrySetResult();
        _draining.Clear();
    }
}
