using MySqlConnector;

namespace Akka.Events.LocalServers;

/// <summary>
/// A MariaDB server of a test's own: fresh data in a temporary folder, a free port on the loopback interface, no fsync. It ends with the test
/// process, however that ends.
/// </summary>
public sealed class PrivateMariaDb : IAsyncDisposable
{
    private readonly MariaDbBinaries _binaries;
    private readonly string _folder;
    private readonly int _port;
    private KeptProcess? _server;

    private PrivateMariaDb(MariaDbBinaries binaries, string folder, int port)
    {
        (_binaries, _folder, _port) = (binaries, folder, port);
    }

    /// <summary>Why no server can be started here, or null when one can.</summary>
    public static string? WhyUnavailable => MariaDbBinaries.Find(out var reason) is null ? reason : null;

    /// <summary>Starts a server.</summary>
    /// <exception cref="InvalidOperationException">There are no binaries (<see cref="WhyUnavailable"/>).</exception>
    public static async Task<PrivateMariaDb> StartAsync()
    {
        var binaries = MariaDbBinaries.Find(out var reason) ?? throw new InvalidOperationException(reason);
        var server = new PrivateMariaDb(binaries, ServerUser.NewFolder("mariadb"), FreePorts.Take(1)[0]);
        try
        {
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates an empty database and returns the connection string to it.</summary>
    public async Task<string> CreateDatabaseAsync(string name)
    {
        await using var connection = new MySqlConnection(ConnectionString(""));
        await connection.OpenAsync();
        await using var command = new MySqlCommand($"create database `{name}`", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server) await server.StopAsync("KILL");
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private string ConnectionString(string database) =>
        new MySqlConnectionStringBuilder { Server = "127.0.0.1", Port = (uint)_port, UserID = "root", Database = database, Pooling = database.Length > 0 }.ConnectionString;

    private async Task RunAsync()
    {
        string[] install =
        [
            _binaries.Install, "--no-defaults", $"--datadir={Data}", "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve",
            $"--tmpdir={_folder}",
        ];
        string[] run =
        [
            _binaries.Server, "--no-defaults", $"--datadir={Data}", $"--port={_port}", "--bind-address=127.0.0.1", "--skip-name-resolve",
            $"--socket={Path.Combine(_folder, "s")}", $"--pid-file={Path.Combine(_folder, "pid")}", $"--tmpdir={_folder}", "--max-connections=300",
            "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=32M", "--innodb-log-file-size=32M", "--skip-log-bin",
        ];
        _server = await KeptProcess.StartAsync(
            ServerUser.Run(run), _folder, lastSignal: "KILL", first: ServerUser.Run(install));
        await _server.AwaitReadyAsync(
            "MariaDB",
            async () =>
            {
                await using var connection = new MySqlConnection(ConnectionString(""));
                await connection.OpenAsync();
            },
            e => e is MySqlException); // connection refused, or still starting up
    }
}
