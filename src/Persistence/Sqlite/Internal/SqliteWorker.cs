using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Akka.Events.Persistence.Sqlite.Internal;

/// <summary>
/// A connection with a thread of its own, since SQLite's calls block: for the disk, and for what another process writes. Work is done in the
/// order in which it comes.
/// </summary>
internal sealed class SqliteWorker : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];
    private readonly SqliteSettings _settings;
    private readonly Thread _thread;
    private SqliteConnection? _connection; // of the thread alone

    public SqliteWorker(SqliteSettings settings, string name)
    {
        _settings = settings;
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Does something with the connection. What fails leaves the next work a connection of its own.</summary>
    public Task<T> Do<T>(Func<SqliteConnection, T> work, CancellationToken ct)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(Once, ct);
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
        {
            done.TrySetCanceled(ct);
        }
        return done.Task;

        void Once()
        {
            try
            {
                ct.ThrowIfCancellationRequested();
                done.TrySetResult(work(_connection ??= Open()));
            }
            catch (OperationCanceledException e)
            {
                done.TrySetCanceled(e.CancellationToken);
            }
            catch (Exception e)
            {
                _connection?.Dispose();
                _connection = null;
                done.TrySetException(e);
            }
        }
    }

    /// <inheritdoc cref="Do{T}"/>
    public Task Do(Action<SqliteConnection> work, CancellationToken ct) => Do(
        connection =>
        {
            work(connection);
            return true;
        }, ct);

    /// <summary>Ends when the work that has come is done.</summary>
    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
    }

    private SqliteConnection Open()
    {
        var connection = _settings.Connection();
        connection.Open();
        _settings.Prepare(connection);
        return connection;
    }

    private void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
        _connection?.Dispose();
    }
}
