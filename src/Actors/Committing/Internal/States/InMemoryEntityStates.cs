using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Events.Topics;
using Akka.Events.Topics.Internal;

namespace Akka.Events.Committing.Internal.States;

/// <summary>Entity states that live as long as the process: for tests and for running without a database.</summary>
internal sealed class InMemoryEntityStates : IEntityStates
{
    private readonly ConcurrentDictionary<(string Group, int Shard), Dictionary<(string Entity, byte[] Key), StoredState>> _shards = new();
    private readonly ConcurrentDictionary<(string Group, string Topic), KnownTopic> _topics = new();
    private readonly ConcurrentDictionary<(string Group, int Shard), ShardClaim> _claims = new();

    public Task Initialize(CancellationToken ct) => Task.CompletedTask;

    public Task<long> Claim(string group, int shard, JournalEnd journal, CancellationToken ct)
    {
        var rows = Shard(group, shard);
        lock (rows)
        {
            var (claim, drop) = ShardClaim.Of(_claims.TryGetValue((group, shard), out var stored) ? stored : null, journal);
            if (drop) rows.Clear();
            _claims[(group, shard)] = claim;
            return Task.FromResult(claim.Incarnation);
        }
    }

    public Task<IReadOnlyList<StoredState>> Read(string group, int shard, string entity, IReadOnlyList<byte[]> keys, CancellationToken ct)
    {
        var rows = Shard(group, shard);
        var found = new List<StoredState>();
        lock (rows)
            foreach (var key in keys)
                if (rows.TryGetValue((entity, key), out var state) && !state.Deleted)
                    found.Add(state);
        return Task.FromResult<IReadOnlyList<StoredState>>(found);
    }

    public async IAsyncEnumerable<StoredState> ReadAll(string group, int shard, [EnumeratorCancellation] CancellationToken ct)
    {
        var rows = Shard(group, shard);
        StoredState[] all;
        lock (rows) all = [.. rows.Values.Where(state => !state.Deleted)];
        await Task.CompletedTask;
        foreach (var state in all) yield return state;
    }

    public Task Write(string group, int shard, IReadOnlyCollection<StoredState> states, CancellationToken ct)
    {
        var rows = Shard(group, shard);
        lock (rows)
        {
            if (_claims.TryGetValue((group, shard), out var claim))
                _claims[(group, shard)] = claim with { StoredThrough = states.Select(s => s.SequenceNr).Append(claim.StoredThrough).Max() };
            foreach (var state in states)
            {
                var id = (state.Entity, state.Key);
                if (rows.TryGetValue(id, out var old) && old.SequenceNr > state.SequenceNr) continue;
                rows[id] = state with { Payload = state.Payload.ToArray() }; // an ended entity's too: a late write must not bring it back
            }
        }
        return Task.CompletedTask;
    }

    public Task<IReadOnlyDictionary<string, KnownTopic>> Know(string group, IReadOnlyCollection<KnownTopic> topics, CancellationToken ct)
    {
        foreach (var topic in topics) _topics.TryAdd((group, topic.Topic), topic);
        return Task.FromResult<IReadOnlyDictionary<string, KnownTopic>>(
            _topics.Where(t => t.Key.Group == group).ToDictionary(t => t.Key.Topic, t => t.Value));
    }

    public Task Replace(string group, KnownTopic known, KnownTopic by, CancellationToken ct)
    {
        _topics.TryUpdate((group, known.Topic), by, known);
        return Task.CompletedTask;
    }

    public Task Delete(string group, CancellationToken ct)
    {
        foreach (var topic in _topics.Keys)
            if (topic.Group == group)
                _topics.TryRemove(topic, out _);
        foreach (var shard in _shards.Keys)
            if (shard.Group == group)
                _shards.TryRemove(shard, out _);
        foreach (var shard in _claims.Keys)
            if (shard.Group == group)
                _claims.TryRemove(shard, out _);
        return Task.CompletedTask;
    }

    private Dictionary<(string Entity, byte[] Key), StoredState> Shard(string group, int shard) =>
        _shards.GetOrAdd((group, shard), _ => new Dictionary<(string, byte[]), StoredState>(RowComparer.Instance));

    private sealed class RowComparer : IEqualityComparer<(string Entity, byte[] Key)>
    {
        public static readonly RowComparer Instance = new();

        public bool Equals((string Entity, byte[] Key) x, (string Entity, byte[] Key) y) =>
            x.Entity == y.Entity && KeyComparer.Instance.Equals(x.Key, y.Key);

        public int GetHashCode((string Entity, byte[] Key) row) => HashCode.Combine(row.Entity, KeyComparer.Instance.GetHashCode(row.Key));
    }
}
