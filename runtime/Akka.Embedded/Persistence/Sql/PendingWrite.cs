using Akka.Persistence.Journal;

namespace Akka.Persistence.Sql;

/// <summary>A batch on its way to the database.</summary>
internal sealed class PendingWrite(WriteBatch batch)
{
    private TaskCompletionSource _settled;

    internal WriteBatch Batch => batch;
    internal long Since { get; } = TimeProvider.System.GetTimestamp();

    /// <summary>The next batch of the same persistence id, which must not overtake this one.</summary>
    internal PendingWrite Next { get; set; }

    /// <summary>Ends when the write has, well or badly.</summary>
    internal Task Settled => (_settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    internal void Answer(Exception failure)
    {
        batch.Failure = failure;
        batch.Answer();
        _settled?.SetResult();
    }
}
