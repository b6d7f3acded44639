using System.Collections.Concurrent;
using Npgsql;

namespace Akka.Events.Persistence.PostgreSql.Internal.Sessions;

/// <summary>
/// Closes pooled connections when one of them turns out to lead to a server that takes no writes any more, as after a failover behind an
/// address that stays: the server doesn't close them itself, and all of them would fail, one after the other, for as long as it lives.
/// </summary>
internal sealed class StaleConnections
{
    private readonly ConcurrentBag<NpgsqlDataSource> _sources = [];

    public void Watch(NpgsqlDataSource source) => _sources.Add(source);

    /// <summary>Looks at a failure. Always false: it is to be thrown on.</summary>
    public bool Seen(Exception failure)
    {
        if (failure is PostgresException { SqlState: PostgresErrorCodes.ReadOnlySqlTransaction })
            foreach (var source in _sources)
                source.Clear();
        return false;
    }

    /// <summary>Executes a statement, and looks at its failure.</summary>
    public async Task Execute(NpgsqlCommand command, CancellationToken ct)
    {
        try
        {
            await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
        catch (Exception e) when (Seen(e))
        {
            throw;
        }
    }
}
