using Akka.Events.LocalServers;
using Npgsql;
using static Akka.Events.Torture.Faults.Chance;

namespace Akka.Events.Torture.Faults;

/// <summary>What befalls PostgreSQL, and the ways to it.</summary>
internal sealed class DatabaseFaults(int seed, FaultLog log, PrivatePostgres postgres, IReadOnlyList<KeptWorker> workers)
{
    private const int Seed = 2000;

    private static readonly FaultKind[] s_kinds =
    [
        FaultKind.PostgresFrozen, FaultKind.PostgresCrashed, FaultKind.PostgresStopped, FaultKind.PostgresCutOff,
        FaultKind.PostgresConnectionsBroken, FaultKind.PostgresReadOnly, FaultKind.PostgresMoved,
    ];

    // Of two addresses the server is at one at a time.
    private int _address;

    /// <param name="calm">Every wait is so many times longer.</param>
    /// <param name="ct">The end.</param>
    public async Task Run(double calm, CancellationToken ct)
    {
        var chance = new Chance(seed + Seed);
        foreach (var kind in chance.Rounds(s_kinds))
        {
            if (!await Passes(chance.Seconds(6, 18) * calm, ct)) return;
            var time = chance.Seconds(0, 8);
            switch (kind)
            {
                case FaultKind.PostgresFrozen:
                    log.Happens(kind, $"PostgreSQL is frozen for {time.TotalSeconds:0.0} s");
                    await postgres.PauseAsync();
                    await Passes(time, ct);
                    postgres.Resume();
                    break;
                case FaultKind.PostgresCrashed or FaultKind.PostgresStopped:
                    var crashes = kind == FaultKind.PostgresCrashed;
                    log.Happens(kind, $"PostgreSQL {(crashes ? "crashes" : "is stopped")} for {time.TotalSeconds:0.0} s");
                    await postgres.StopAsync(hard: crashes);
                    await Passes(time, ct);
                    await postgres.RestartAsync();
                    break;
                case FaultKind.PostgresCutOff:
                    log.Happens(kind, $"connections to PostgreSQL hang for {time.TotalSeconds:0.0} s");
                    foreach (var way in Ways) way.Hang();
                    await Passes(time, ct);
                    foreach (var way in Ways) way.Release();
                    break;
                case FaultKind.PostgresConnectionsBroken:
                    log.Happens(kind, "all connections to PostgreSQL break");
                    foreach (var way in Ways) way.Break();
                    break;
                case FaultKind.PostgresReadOnly:
                    log.Happens(kind, $"PostgreSQL takes no writes for {time.TotalSeconds:0.0} s");
                    await ReadOnly(true);
                    await Passes(time, ct);
                    await ReadOnly(false);
                    break;
                case FaultKind.PostgresMoved:
                    log.Happens(kind, "PostgreSQL fails over to its other address");
                    foreach (var worker in workers) worker.Databases[_address].Target = null;
                    await postgres.MoveAsync();
                    _address = 1 - _address;
                    foreach (var worker in workers) worker.Databases[_address].Target = postgres.Port;
                    break;
            }
            log.Say("PostgreSQL runs");
        }
    }

    private IEnumerable<TcpProxy> Ways => workers.SelectMany(worker => worker.Databases);

    private async Task ReadOnly(bool on)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        foreach (var sql in new[] { $"alter system set default_transaction_read_only = {(on ? "on" : "off")}", "select pg_reload_conf()" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
