using Confluent.Kafka;

namespace Akka.Events.Kafka.Internal.Group;

/// <summary>
/// Commits on their way, one request at a time: what is asked for meanwhile goes out together with the next. Because requests never
/// overtake one another, a commit that is tried again can't set back a later one. Used on the poll thread alone.
/// </summary>
internal sealed class PendingCommits(TimeProvider time)
{
    internal static readonly TimeSpan Backoff = TimeSpan.FromMilliseconds(100);

    private readonly LinkedList<Request> _waiting = new();
    private readonly List<Request> _sent = [];
    private readonly Pause _pause = new(time, Backoff);

    /// <summary>The poll thread waits for partitions to be handed over.</summary>
    internal bool HandingOver { get; set; }

    /// <summary>How long to wait before <see cref="Next"/> has something; null when nothing waits for the time to pass.</summary>
    internal TimeSpan? Due => _sent.Count > 0 || _waiting.Count == 0 ? null : _pause.Left;

    /// <summary>Something has not been answered yet, or waits to be sent.</summary>
    internal bool AreUnderWay => _sent.Count > 0 || _waiting.Count > 0;

    internal void Add(IEnumerable<TopicPartitionOffset> offsets, TaskCompletionSource done)
    {
        var request = new Request(done);
        foreach (var offset in offsets) request.Offsets[offset.TopicPartition] = offset.Offset;
        if (request.Offsets.Count == 0) done.TrySetResult();
        else _waiting.AddLast(request);
    }

    /// <summary>What is to be sent now, or null. Ends with <see cref="Completed"/>, before which nothing else is sent.</summary>
    internal IReadOnlyList<TopicPartitionOffset>? Next()
    {
        if (_sent.Count > 0 || _waiting.Count == 0 || _pause.Left > TimeSpan.Zero) return null;
        _sent.AddRange(_waiting);
        _waiting.Clear();

        var merged = new Dictionary<TopicPartition, Offset>();
        foreach (var request in _sent)
            foreach (var (partition, offset) in request.Offsets) merged[partition] = offset;
        return [.. merged.Select(entry => new TopicPartitionOffset(entry.Key, entry.Value))];
    }

    /// <summary>The answer to what <see cref="Next"/> gave: each partition's error, or none.</summary>
    internal void Completed(Func<TopicPartition, Error?> errorOf)
    {
        foreach (var request in Enumerable.Reverse(_sent))
        {
            var errors = request.Offsets.Keys
                .Select(p => (Partition: p, Error: errorOf(p)))
                .Where(e => e.Error is { IsError: true })
                .ToList();
            var final = errors.FirstOrDefault(e => !CommitErrors.IsTransient(e.Error!.Code, HandingOver)).Error;
            if (final != null) request.Fail(final);
            else if (errors.Count == 0) request.Done.TrySetResult();
            else Again(request, errors.Select(e => e.Partition).ToHashSet(), errors[0].Error!);
        }

        _sent.Clear();
    }

    /// <summary>
    /// Fails what waits for a partition that the member no longer owns: a commit sent later could set back its new owner.
    /// </summary>
    internal void Drop(Func<TopicPartition, bool> owned, Error error)
    {
        for (var node = _waiting.First; node != null;)
        {
            var next = node.Next;
            if (!node.Value.Offsets.Keys.All(owned))
            {
                node.Value.Fail(node.Value.LastError ?? error);
                _waiting.Remove(node);
            }

            node = next;
        }
    }

    /// <summary>Fails everything: the consumer has ended.</summary>
    internal void FailAll(Error error)
    {
        foreach (var request in _sent.Concat(_waiting)) request.Fail(error);
        _sent.Clear();
        _waiting.Clear();
    }

    private void Again(Request request, HashSet<TopicPartition> failed, Error error)
    {
        foreach (var partition in request.Offsets.Keys.Where(p => !failed.Contains(p)).ToList()) request.Offsets.Remove(partition);
        request.LastError = error;
        _waiting.AddFirst(request);
        _pause.Begin();
    }

    private sealed class Request(TaskCompletionSource done)
    {
        public TaskCompletionSource Done => done;

        public Dictionary<TopicPartition, Offset> Offsets { get; } = [];

        public Error? LastError { get; set; }

        public void Fail(Error error) => done.TrySetException(new KafkaException(error));
    }
}
