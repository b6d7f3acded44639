using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace Akka.Events.Testing;

/// <summary>
/// A PostgreSQL server of a test's own: fresh data in a temporary folder, a free port on the loopback interface, no fsync. It can be stopped, killed, restarted and
/// frozen. It ends with the test process, however that ends.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private const int SigCont = 18, SigStop = 19;

    private readonly PostgresBinaries _binaries;
    private readonly string _folder;
    private readonly int _port;
    private readonly bool _fsync;
    private Process? _keeper;
    private int _server;
    private bool _paused;

    private PrivatePostgres(PostgresBinaries binaries, string folder, int port, bool fsync)
    {
        _binaries = binaries;
        _folder = folder;
        _port = port;
        _fsync = fsync;
    }

    /// <summary>Why no server can be started here, or null when one can.</summary>
    public static string? WhyUnavailable => PostgresBinaries.Find(out var reason) is null ? reason : null;

    /// <summary>Connects as superuser to the database "akka". Pooling is on; each server has a port of its own, so pools never mix.</summary>
    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=akka;Database=akka;Timeout=5";

    /// <summary>The process id of the running server (postmaster); 0 while stopped.</summary>
    public int ProcessId => _server;

    /// <summary>Starts a server. Skips the calling test (a SkippableFact) with the reason where there are no binaries.</summary>
    /// <param name="fsync">Whether commits reach the disk; off by default, as tests end before the machine does.</param>
    public static async Task<PrivatePostgres> StartAsync(bool fsync = false)
    {
        var binaries = PostgresBinaries.Find(out var reason);
        Skip.If(binaries is null, reason);
        var folder = Path.Combine(Path.GetTempPath(), "akka-events-postgres-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111); // the server runs as another user where this process is root
        var postgres = new PrivatePostgres(binaries!, folder, FreePort(), fsync);
        try
        {
            await postgres.InitializeAsync();
            await postgres.RestartAsync();
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
        var admin = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(admin.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(ConnectionString) { Database = name }.ConnectionString;
    }

    /// <summary>Stops the server: in order (open transactions are rolled back, clients are told), or hard, as in a crash (clients see a broken connection).</summary>
    public async Task StopAsync(bool hard = false)
    {
        if (_keeper is not { } keeper) return;
        if (_paused) Resume();
        await keeper.StandardInput.WriteLineAsync(hard ? "QUIT" : "INT");
        await keeper.WaitForExitAsync();
        keeper.Dispose();
        _keeper = null;
        _server = 0;
    }

    /// <summary>Starts the server again on the same port and data, stopping it hard first if it runs.</summary>
    public async Task RestartAsync()
    {
        await StopAsync(hard: true);
        // The shell ends the server when it reads a signal's name, or the end because the test process is gone; then it also tidies up.
        const string keep = "\"$@\" >> server.log 2>&1 & echo $!; read signal; kill -${signal:-QUIT} $! 2>/dev/null; kill -CONT $! 2>/dev/null; wait; "
            + "[ -n \"$signal\" ] || rm -rf \"$PWD\"";
        string[] server =
        [
            _binaries.Path("postgres"), "-D", Data, "-p", $"{_port}", "-k", _folder, "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=32MB",
            "-c", $"fsync={(_fsync ? "on" : "off")}", "-c", "max_connections=200", "-c", "logging_collector=off",
        ];
        _keeper = Processes.Start("/bin/sh", ["-c", keep, "postgres", .. _binaries.AsServerUser(server)], _folder);
        _server = int.Parse((await _keeper.StandardOutput.ReadLineAsync())!);
        await AwaitReadyAsync(_keeper);
    }

    /// <summary>Freezes the server and all its sessions (SIGSTOP): connections stay open and nothing answers.</summary>
    public Task PauseAsync()
    {
        foreach (var process in Processes.FamilyOf(_server)) Processes.Signal(process, SigStop);
        _paused = true;
        return Task.CompletedTask;
    }

    /// <summary>Lets a frozen server go on.</summary>
    public void Resume()
    {
        foreach (var process in Processes.FamilyOf(_server)) Processes.Signal(process, SigCont);
        _paused = false;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(hard: true);
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task InitializeAsync()
    {
        string[] initdb = [_binaries.Path("initdb"), "-D", Data, "-U", "akka", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions"];
        var command = _binaries.AsServerUser(initdb);
        using var process = Processes.Start(command[0], command[1..], _folder);
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"initdb failed: {output}");
    }

    private async Task AwaitReadyAsync(Process keeper)
    {
        var probe = new NpgsqlConnectionStringBuilder(ConnectionString) { Database = "postgres", Pooling = false, Timeout = 2 };
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(probe.ConnectionString);
                await connection.OpenAsync(deadline.Token);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or SocketException && !keeper.HasExited && !deadline.IsCancellationRequested)
            {
                await pause.WaitForNextTickAsync(deadline.Token); // connection refused, or still starting up
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
