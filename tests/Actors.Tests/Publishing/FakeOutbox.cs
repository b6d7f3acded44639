using System.Data.Common;
using Akka.Events.Kafka.Internal;
using Akka.Events.Publishing;
using Akka.Events.Publishing.Internal.Outbox;

namespace Akka.Events.Tests.Publishing;

/// <summary>An outbox in memory, with one forwarder.</summary>
internal sealed class FakeOutbox : IOutboxStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, OutboxRow> _rows = [];
    private readonly SortedDictionary<long, RefusedEvent> _refused = [];
    private int _looks;

    /// <summary>How often the forwarder has looked for rows to be tried again.</summary>
    public int Looks => Volatile.Read(ref _looks);

    /// <summary>What taking back space is; nothing by default.</summary>
    public Func<CancellationToken, Task> Cleaning { get; init; } = _ => Task.CompletedTask;

    /// <summary>Rows that are there, refused or not.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock) return _rows.Count;
        }
    }

    /// <summary>Adds a row, refused before where a reason is given.</summary>
    public void Add(long id, string topic, string? refused = null)
    {
        lock (_lock) _rows.Add(id, new OutboxRow(id, new OutgoingRecord(topic, [1], [2])));
        if (refused is not null) Refuse(id, refused, stopsTopic: true, default);
    }

    public Task Initialize(CancellationToken ct) => Task.CompletedTask;

    public string? Problem(DbTransaction transaction) => null;

    public Task Write(DbTransaction transaction, IReadOnlyList<OutgoingRecord> records, CancellationToken ct) => throw new NotSupportedException();

    public Task<ForwarderLease?> TryTake(string holder, TimeSpan lease, CancellationToken ct) =>
        Task.FromResult<ForwarderLease?>(new ForwarderLease("fake", null));

    public Task<bool> Renew(string holder, TimeSpan lease, CancellationToken ct) => Task.FromResult(true);

    public Task Release(string holder, CancellationToken ct) => Task.CompletedTask;

    public Task<IReadOnlyList<string>> TopicsOf(OutboxBatch batch, CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<(OutboxBatch? Next, bool StillMine)> Advance(string holder, OutboxBatch? before, bool sent, int most, CancellationToken ct)
    {
        lock (_lock)
        {
            if (sent)
                foreach (var row in before!.Rows)
                    _rows.Remove(row.Id);
            OutboxRow[] rows = [.. _rows.Values.Where(row => !_refused.ContainsKey(row.Id)).Take(most)];
            return Task.FromResult((rows.Length == 0 ? null : OutboxBatch.Of(rows, Random.Shared), true));
        }
    }

    public Task<IReadOnlyList<long>> Due(TimeSpan after, CancellationToken ct)
    {
        Interlocked.Increment(ref _looks);
        return Task.FromResult<IReadOnlyList<long>>([]);
    }

    public Task Refuse(long id, string? why, bool stopsTopic, CancellationToken ct)
    {
        lock (_lock)
        {
            if (why is null) _refused.Remove(id);
            else _refused[id] = new RefusedEvent(id, _rows[id].Record.Topic, null, why, default, stopsTopic);
        }
        return Task.CompletedTask;
    }

    public Task Remove(IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        lock (_lock)
            foreach (var id in ids)
                _rows.Remove(id);
        return Task.CompletedTask;
    }

    public Task Listen(Action told, CancellationToken ct) => Task.Delay(Timeout.Infinite, ct);

    public Task<OutboxBacklog> Backlog(CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<RefusedEvent>> Refused(CancellationToken ct)
    {
        lock (_lock) return Task.FromResult<IReadOnlyList<RefusedEvent>>([.. _refused.Values.Take(100)]);
    }

    public Task<IReadOnlyList<long>> RefusedOf(IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        lock (_lock) return Task.FromResult<IReadOnlyList<long>>([.. ids.Where(_refused.ContainsKey)]);
    }

    public Task<bool> Retry(long id, CancellationToken ct) => throw new NotSupportedException();

    public Task<bool> Skip(long id, CancellationToken ct)
    {
        lock (_lock) return Task.FromResult(_refused.Remove(id) && _rows.Remove(id));
    }

    public Task Clean(CancellationToken ct) => Cleaning(ct);
}
