using System.Collections.Concurrent;
using Akka.Events.Committing.Internal.States;

namespace Akka.Events.Tests.Fakes;

/// <summary>Entity states in memory that count the keys they are asked for.</summary>
internal sealed class CountingStates : IEntityStates
{
    private readonly InMemoryEntityStates _states = new();
    private int _keysRead;
    private int _sweeps;
    private int _written;
    private readonly ConcurrentDictionary<int, string> _writing = new();

    public int KeysRead => Volatile.Read(ref _keysRead);

    public int Sweeps => Volatile.Read(ref _sweeps);

    public int Written => Volatile.Read(ref _written);

    public Exception? SweepFailure { get; set; }

    /// <summary>What the next readings by key fail with, one each.</summary>
    public ConcurrentQueue<Exception> ReadFailures { get; } = [];

    /// <summary>Told of each sweep's token.</summary>
    public Action<CancellationToken>? Sweeping { get; set; }

    public Task Initialize(CancellationToken ct) => _states.Initialize(ct);

    public Task<long> Claim(string group, int shard, JournalEnd journal, CancellationToken ct) =>
        _states.Claim(group, shard, journal, ct);

    /// <summary>Reading by key waits for this.</summary>
    public Task ReadGate { get; set; } = Task.CompletedTask;

    /// <summary>Sweeps wait for this.</summary>
    public Task SweepGate { get; set; } = Task.CompletedTask;

    public async Task<IReadOnlyList<StoredState>> Read(
        string group, int shard, string entity, IReadOnlyList<byte[]> keys, CancellationToken ct)
    {
        Interlocked.Add(ref _keysRead, keys.Count);
        await ReadGate;
        if (ReadFailures.TryDequeue(out var failure)) throw failure;
        return await _states.Read(group, shard, entity, keys, ct);
    }

    public IAsyncEnumerable<StoredState> ReadAll(string group, int shard, CancellationToken ct)
    {
        Interlocked.Increment(ref _sweeps);
        Sweeping?.Invoke(ct);
        return SweepFailure is null ? AfterGate(_states.ReadAll(group, shard, ct)) : throw SweepFailure;
    }

    private async IAsyncEnumerable<StoredState> AfterGate(IAsyncEnumerable<StoredState> rows)
    {
        await SweepGate;
        await foreach (var row in rows) yield return row;
    }

    /// <summary>Writing waits for this.</summary>
    public Task WriteGate { get; set; } = Task.CompletedTask;

    /// <summary>The shards that write, or wait to.</summary>
    public ICollection<int> Writing => _writing.Keys;

    public async Task Write(string group, int shard, IReadOnlyCollection<StoredState> states, CancellationToken ct)
    {
        _writing[shard] = group;
        await WriteGate.WaitAsync(ct);
        await _states.Write(group, shard, states, ct);
        Interlocked.Add(ref _written, states.Count);
        _writing.TryRemove(shard, out _);
    }

    public Task<IReadOnlyDictionary<string, KnownTopic>> Know(string group, IReadOnlyCollection<KnownTopic> topics, CancellationToken ct) =>
        _states.Know(group, topics, ct);

    public Task Replace(string group, KnownTopic known, KnownTopic by, CancellationToken ct) => _states.Replace(group, known, by, ct);

    public Task Delete(string group, CancellationToken ct) => _states.Delete(group, ct);
}
