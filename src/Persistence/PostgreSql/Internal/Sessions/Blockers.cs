using Akka.Events.Persistence.Internal;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal.Sessions;

/// <summary>
/// Ends sessions that stand still and hold what a new owner waits for. The server's own limit ends a transaction that stands still between
/// two statements, but not one whose client has stopped within a statement: the server waits for the rest of it for as long as the client's
/// machine is there. Whoever claims something has it by Kafka's word, so what it waits for is a former owner's, and is done again.
/// </summary>
internal sealed class Blockers(NpgsqlDataSource source, ILogger logger, TimeSpan patience)
{
    // Who waits may wait for another that waits itself. A session is taken for one that stands still when its server process has been
    // waiting for its client, in the same state, for half the patience: it would have changed with each statement. Those of other roles
    // can't be seen so, and aren't ended.
    private const string End =
        """
        with recursive holding(pid) as (
            select unnest(pg_blocking_pids($1)) union select unnest(pg_blocking_pids(pid)) from holding)
        select count(*) filter (where pg_terminate_backend(pid))
        from pg_stat_activity join holding using (pid)
        where wait_event_type = 'Client' and state_change < clock_timestamp() - $2
        """;

    private readonly string _store = PostgreSqlStore.Name(new NpgsqlConnectionStringBuilder(source.ConnectionString));

    /// <summary>Executes a claim, in a transaction of this connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="what">What is claimed, for the log.</param>
    /// <param name="claim">The statements, one of which may wait for another session.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<T> Claim<T>(NpgsqlConnection connection, string what, Func<Task<T>> claim, CancellationToken ct)
    {
        int session;
        // Not the connection's own number, which behind a pooler is the pooler's.
        await using (var command = new NpgsqlCommand("select pg_backend_pid()", connection))
            session = (int)(await command.ExecuteScalarAsync(ct).ConfigureAwait(false))!;

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watching = Watch(session, what, ended.Token);
        try
        {
            return await claim().ConfigureAwait(false);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Watch(int session, string what, CancellationToken ct)
    {
        for (var wait = patience;; wait = patience / 2)
        {
            await Task.Delay(wait, ct).ConfigureAwait(false);
            try
            {
                await using var connection = await source.OpenConnectionAsync(ct).ConfigureAwait(false);
                await using var command = new NpgsqlCommand(End, connection)
                {
                    Parameters = { new NpgsqlParameter<int> { TypedValue = session }, new NpgsqlParameter<TimeSpan> { TypedValue = patience / 2 } },
                };
                if (await command.ExecuteScalarAsync(ct).ConfigureAwait(false) is long and > 0 and var count)
                    PersistenceLog.BlockersEnded(logger, _store, count, what);
            }
            catch (NpgsqlException e)
            {
                // The claim meets the same, or its time runs out; it says so.
                PersistenceLog.BlockersNotEnded(logger, e, _store, what);
            }
        }
    }
}
