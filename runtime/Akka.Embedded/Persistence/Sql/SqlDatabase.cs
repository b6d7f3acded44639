using Npgsql;

namespace Akka.Persistence.Sql;

/// <summary>A plugin's connections. A call ends within the call timeout, whatever server and network do.</summary>
internal sealed class SqlDatabase(SqlSettings settings, string schemaScript) : IDisposable
{
    private readonly NpgsqlDataSource _source = settings.Open();
    private readonly SemaphoreSlim _queries = new(settings.MaxConcurrentQueries);
    private Task _ready;

    /// <summary>Creates the tables where they are missing; until that has succeeded, every call tries it first.</summary>
    internal Task ReadyAsync()
    {
        var ready = Volatile.Read(ref _ready);
        if (ready is { IsFaulted: false }) return ready;
        var attempt = new Task<Task>(CreateTablesAsync);
        var task = attempt.Unwrap();
        if (Interlocked.CompareExchange(ref _ready, task, ready) != ready) return ReadyAsync();
        attempt.Start(TaskScheduler.Default);
        return task;
    }

    /// <summary>Runs work that changes something: once, as its outcome may be unknown when it fails.</summary>
    internal Task<T> CallAsync<T>(Func<NpgsqlConnection, Task<T>> work) => BoundedAsync(() => RunAsync(work));

    /// <summary>Runs a query, and once more on a broken connection: the pool keeps those that a server's restart has ended.</summary>
    internal Task<T> QueryAsync<T>(Func<NpgsqlConnection, Task<T>> query)
    {
        return BoundedAsync(RetryAsync);

        async Task<T> RetryAsync()
        {
            await _queries.WaitAsync().ConfigureAwait(false);
            try
            {
                return await RunAsync(query).ConfigureAwait(false);
            }
            catch (NpgsqlException e) when (e is not PostgresException || e.SqlState!.StartsWith("57P", StringComparison.Ordinal))
            {
                return await RunAsync(query).ConfigureAwait(false);
            }
            finally
            {
                _queries.Release();
            }
        }
    }

    public void Dispose() => _source.Dispose();

    private async Task<T> RunAsync<T>(Func<NpgsqlConnection, Task<T>> work)
    {
        await ReadyAsync().ConfigureAwait(false);
        await using var connection = await _source.OpenConnectionAsync().ConfigureAwait(false);
        return await work(connection).ConfigureAwait(false);
    }

    // Off the actor's turn and its synchronization context. A frozen server answers neither the statement nor its cancellation: who waits
    // is told, and the connection ends later.
    private async Task<T> BoundedAsync<T>(Func<Task<T>> start)
    {
        var call = Task.Run(start);
        try
        {
            return await call.WaitAsync(settings.CallTimeout).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!call.IsCompleted)
        {
            _ = call.ContinueWith(static late => late.Exception, TaskContinuationOptions.OnlyOnFaulted);
            throw new TimeoutException($"The database has not answered within {settings.CallTimeout.TotalSeconds} s");
        }
    }

    private async Task CreateTablesAsync()
    {
        if (!settings.AutoInitialize) return;
        await using var connection = await _source.OpenConnectionAsync().ConfigureAwait(false);
        await using var command = new NpgsqlCommand(schemaScript, connection);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
