using System.Data.Common;

namespace Akka.Events.Committing.Internal.Transactions;

/// <summary>A transaction on a connection of its own. What isn't committed when it is disposed is rolled back.</summary>
internal sealed class OpenTransaction(DbTransaction transaction, Action ended) : IAsyncDisposable
{
    // A transaction that has ended no longer says what it was on.
    private readonly DbConnection _connection = transaction.Connection!;

    public DbTransaction Transaction { get; } = transaction;

    /// <summary>It can be committed: it hasn't ended yet.</summary>
    public bool IsOpen
    {
        get
        {
            try
            {
                // Npgsql's has its connection also after its end, and then refuses to tell the level.
                return Transaction.Connection is not null && Transaction.IsolationLevel is var _;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Transaction.DisposeAsync().ConfigureAwait(false);
            await _connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or IOException)
        {
            // It can't be rolled back: its session is gone, or ends with its limits. What there is to say the handler's failure says.
        }
        finally
        {
            ended();
        }
    }
}
