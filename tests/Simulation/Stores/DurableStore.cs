using Akka.Events.Simulation.Machine;

namespace Akka.Events.Simulation.Stores;

/// <summary>
/// What survives every process: journal rows, unique by persistence id and sequence number, and snapshots. Writes may fail before they have
/// had their effect, after it, or be told as failed and have it later.
/// </summary>
internal sealed class DurableStore(World world)
{
    private readonly Dictionary<string, SortedDictionary<long, Row>> _rows = [];
    private readonly Dictionary<string, long> _deletedTo = [];
    private readonly Dictionary<string, SortedDictionary<long, StoredSnapshot>> _snapshots = [];

    /// <summary>How likely an operation is to fail; 0 once the run is to come to rest.</summary>
    public double Faults { get; set; }

    /// <summary>While set, no operation succeeds.</summary>
    public bool IsDown { get; set; }

    /// <summary>Replays leave out what an older writer has written after a newer one, as Akka's replay filter does.</summary>
    public bool DropsOlderWriters { get; init; }

    public Task<bool> Write(VirtualProcess process, IReadOnlyList<Row> rows) => Operation(process, 20, () => Insert(rows));

    public Task<IReadOnlyList<Row>> Read(VirtualProcess process, string id, long from, long to, long max) => Operation(process, 20, () =>
    {
        var rows = Rows(id).Values.Where(row => row.SequenceNr >= from && row.SequenceNr <= to).Take((int)Math.Min(max, int.MaxValue)).ToList();
        return (IReadOnlyList<Row>)(DropsOlderWriters ? WithoutOlderWriters(rows) : rows);
    });

    public Task<long> Highest(VirtualProcess process, string id) =>
        Operation(process, 20, () => Math.Max(Rows(id).Keys.DefaultIfEmpty(0).Max(), _deletedTo.GetValueOrDefault(id)));

    public Task<bool> Delete(VirtualProcess process, string id, long to) => Operation(process, 20, () =>
    {
        var rows = Rows(id);
        foreach (var number in rows.Keys.Where(number => number <= to).ToArray()) rows.Remove(number);
        _deletedTo[id] = Math.Max(_deletedTo.GetValueOrDefault(id), to);
        return true;
    });

    public Task<StoredSnapshot?> Load(VirtualProcess process, string id, long max) =>
        Operation(process, 20, () => Snapshots(id).Values.LastOrDefault(snapshot => snapshot.SequenceNr <= max));

    public Task<bool> Save(VirtualProcess process, string id, StoredSnapshot snapshot) => Operation(process, 20, () =>
    {
        Snapshots(id)[snapshot.SequenceNr] = snapshot;
        return true;
    });

    public Task<bool> Forget(VirtualProcess process, string id, Func<StoredSnapshot, bool> which) => Operation(process, 20, () =>
    {
        foreach (var snapshot in Snapshots(id).Values.Where(which).ToArray()) Snapshots(id).Remove(snapshot.SequenceNr);
        return true;
    });

    /// <summary>An operation of a process, which fails in one of the ways that a database has.</summary>
    public Task<T> Operation<T>(VirtualProcess process, double maxMs, Func<T> effect)
    {
        if (IsDown) return world.Operation<T>(process, maxMs, () => throw new SimulatedOutage("the store is down"));
        if (!world.Chance(Faults)) return world.Operation(process, maxMs, effect);
        return world.Random.Next(3) switch
        {
            0 => world.Operation<T>(process, maxMs, () => throw new SimulatedOutage("failed without an effect")),
            1 => world.Operation<T>(process, maxMs, () =>
            {
                effect();
                throw new SimulatedOutage("failed after its effect");
            }),
            _ => world.Operation<T>(process, maxMs, () =>
            {
                world.After(world.Between(1, 500), () => Quietly(effect));
                throw new SimulatedOutage("failed, and has its effect later");
            }),
        };
    }

    private static void Quietly<T>(Func<T> effect)
    {
        try
        {
            effect();
        }
        catch (Exception)
        {
            // It came too late, and nobody hears of it.
        }
    }

    private bool Insert(IReadOnlyList<Row> rows)
    {
        foreach (var row in rows)
            if (Rows(row.PersistenceId).ContainsKey(row.SequenceNr) || row.SequenceNr <= _deletedTo.GetValueOrDefault(row.PersistenceId))
                throw new DuplicateRow($"{row.PersistenceId} has a row {row.SequenceNr}");
        foreach (var row in rows) Rows(row.PersistenceId).Add(row.SequenceNr, row);
        return true;
    }

    // As Akka.Persistence's repair-by-discard-old: a writer that another one has followed counts no more.
    private static List<Row> WithoutOlderWriters(List<Row> rows)
    {
        var (kept, seen) = (new List<Row>(), new HashSet<string>());
        string? writer = null;
        foreach (var row in rows)
        {
            if (row.Writer != writer && seen.Contains(row.Writer)) continue;
            writer = row.Writer;
            seen.Add(writer);
            kept.Add(row);
        }
        return kept;
    }

    private SortedDictionary<long, Row> Rows(string id) => _rows.TryGetValue(id, out var rows) ? rows : _rows[id] = [];

    private SortedDictionary<long, StoredSnapshot> Snapshots(string id) =>
        _snapshots.TryGetValue(id, out var snapshots) ? snapshots : _snapshots[id] = [];
}

/// <summary>One row of the journal.</summary>
internal sealed record Row(string PersistenceId, long SequenceNr, byte[] Payload, string Manifest, string Writer);

/// <summary>One saved snapshot.</summary>
internal sealed record StoredSnapshot(long SequenceNr, DateTime Timestamp, byte[] Payload, string Manifest);

/// <summary>A database that has failed.</summary>
internal sealed class SimulatedOutage(string message) : Exception(message);

/// <summary>The unique constraint's answer.</summary>
internal sealed class DuplicateRow(string message) : Exception(message);
