namespace Akka.Events.Persistence.PostgreSql.Internal.Journal;

/// <summary>
/// Rows of one shard that are written together, or not at all. Which statement they go into, and whether they still may, <see cref="GroupCommit"/>
/// decides, under its lock.
/// </summary>
internal sealed class JournalWrite
{
    // Beside the message: identifiers, and what the protocol adds.
    private const int RowBytes = 100;

    // Its continuations only hand an answer on, and run where the statement ends.
    private readonly TaskCompletionSource _ended = new();

    public JournalWrite(IReadOnlyList<JournalRow> rows, bool alone)
    {
        (Rows, Alone) = (rows, alone);
        foreach (var row in rows) Bytes += RowBytes + row.Message.Length;
    }

    public IReadOnlyList<JournalRow> Rows { get; }

    /// <summary>Whether it shares its statement with no other.</summary>
    public bool Alone { get; set; }

    public int Bytes { get; }

    public string PersistenceId => Rows[0].PersistenceId;

    /// <summary>Whether it waits for its statement, and may be withdrawn.</summary>
    public bool Waits { get; set; } = true;

    /// <summary>Ends with the statement, as that does.</summary>
    public Task Ended => _ended.Task;

    public void Succeed() => _ended.TrySetResult();

    public void Fail(Exception failure) => _ended.TrySetException(failure);

    public void Cancel(CancellationToken ct) => _ended.TrySetCanceled(ct);
}
