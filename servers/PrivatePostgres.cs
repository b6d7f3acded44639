using System.Net.Sockets;
using Npgsql;

namespace Akka.Events.LocalServers;

/// <summary>
/// A PostgreSQL server of a test's own: fresh data in a temporary folder, a free port on the loopback interface, no fsync. It can be
/// stopped, killed, restarted and frozen. It ends with the test process, however that ends.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private readonly PostgresBinaries _binaries;
    private readonly string _folder;
    private int _port;
    private readonly bool _fsync;
    private KeptProcess? _server;

    private PrivatePostgres(PostgresBinaries binaries, string folder, int port, bool fsync)
    {
        _binaries = binaries;
        _folder = folder;
        _port = port;
        _fsync = fsync;
    }

    /// <summary>Why no server can be started here, or null when one can.</summary>
    public static string? WhyUnavailable => PostgresBinaries.Find(out var reason) is null ? reason : null;

    /// <summary>
    /// Connects as superuser to the database "akka". Pooling is on; each server has a port of its own, so pools never mix.
    /// </summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=akka;Database=akka;Timeout=60";

    /// <summary>Where it listens.</summary>
    public int Port => _port;

    /// <summary>The process id of the running server (postmaster); 0 while stopped.</summary>
    public int ProcessId => _server?.Id ?? 0;

    /// <summary>Starts a server.</summary>
    /// <param name="fsync">Whether commits reach the disk; off by default, as tests end before the machine does.</param>
    /// <exception cref="InvalidOperationException">There are no binaries (<see cref="WhyUnavailable"/>).</exception>
    public static async Task<PrivatePostgres> StartAsync(bool fsync = false)
    {
        var binaries = PostgresBinaries.Find(out var reason);
        if (binaries is null) throw new InvalidOperationException(reason);
        var postgres = new PrivatePostgres(binaries, ServerUser.NewFolder("postgres"), FreePorts.Take(1)[0], fsync);
        try
        {
            await postgres.RunAsync(first: ServerUser.Run(postgres.InitDb()));
            await postgres.CreateDatabaseAsync();
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates an empty database and returns the connection string to it.</summary>
    public async Task<string> CreateDatabaseAsync(string name = "akka")
    {
        var admin = new NpgsqlConnectionStringBuilder(ConnectionString)
        {
            Database = "postgres", Pooling = false, CommandTimeout = (int)KeptProcess.Patience.TotalSeconds,
        };
        await using var connection = new NpgsqlConnection(admin.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>
    /// Stops the server: in order (open transactions are rolled back, clients are told), or hard, as in a crash (clients see a broken
    /// connection).
    /// </summary>
    public async Task StopAsync(bool hard = false)
    {
        if (_server is not { } server) return;
        _server = null;
        await server.StopAsync(hard ? "QUIT" : "INT");
    }

    /// <summary>Starts the server again on the same port and data, stopping it hard first if it runs.</summary>
    public async Task RestartAsync()
    {
        await StopAsync(hard: true);
        await RunAsync();
    }

    /// <summary>Ends the server as in a crash and starts it on another port with the same data, as a failover without a loss.</summary>
    public async Task MoveAsync()
    {
        await StopAsync(hard: true);
        _port = FreePorts.Take(1)[0];
        await RunAsync();
    }

    /// <summary>Freezes the server and all its sessions (SIGSTOP): connections stay open and nothing answers.</summary>
    public Task PauseAsync()
    {
        _server?.Pause();
        return Task.CompletedTask;
    }

    /// <summary>Lets a frozen server go on.</summary>
    public void Resume() => _server?.Resume();

    public async ValueTask DisposeAsync()
    {
        await StopAsync(hard: true);
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private string[] InitDb() =>
        [_binaries.Path("initdb"), "-D", Data, "-U", "akka", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions"];

    private string[] Server() =>
    [
        _binaries.Path("postgres"), "-D", Data, "-p", $"{_port}", "-k", "", "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=32MB",
        "-c", $"fsync={(_fsync ? "on" : "off")}", "-c", "max_connections=200", "-c", "logging_collector=off",
    ];

    private async Task RunAsync(string[]? first = null)
    {
        _server = await KeptProcess.StartAsync(ServerUser.Run(Server()), _folder, lastSignal: "QUIT", first);
        var probe = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false };
        await _server.AwaitReadyAsync(
            "PostgreSQL",
            async () =>
            {
                await using var connection = new NpgsqlConnection(probe.ConnectionString);
                await connection.OpenAsync();
            },
            e => e is NpgsqlException or SocketException); // connection refused, or still starting up
    }
}
