using Akka.Events.LocalServers;

namespace Akka.Events.Torture;

/// <summary>
/// A worker as a process of its own, which can be killed, stopped and frozen. Its log is "server.log" in its folder, over all its lives.
/// </summary>
/// <param name="options">What a process of the ledgers' group begins with.</param>
/// <param name="folder">Its folder.</param>
/// <param name="arguments">What a process of another kind begins with; null for one of the group.</param>
internal sealed class WorkerProcess(LedgerOptions options, string folder, IReadOnlyList<string>? arguments = null) : IAsyncDisposable
{
    private KeptProcess? _process;

    public string Folder => folder;

    /// <summary>What its next life begins with.</summary>
    public LedgerOptions Options { get; set; } = options;

    /// <summary>How often it was started.</summary>
    public int Lives { get; private set; }

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>0 while it doesn't run.</summary>
    public int ProcessId => _process?.Id ?? 0;

    public async Task Start()
    {
        Directory.CreateDirectory(folder);
        Lives++;
        var life = Options.Worker is { } worker ? Options with { Worker = worker with { Life = Lives } } : Options;
        string[] command = ["dotnet", typeof(Worker).Assembly.Location, .. arguments ?? Worker.Arguments(life)];
        _process = await KeptProcess.StartAsync(command, folder, lastSignal: "KILL");
    }

    /// <summary>SIGKILL.</summary>
    public Task Kill() => End("KILL");

    /// <summary>SIGTERM, and waits until it has left.</summary>
    public Task Stop() => End("TERM");

    public void Freeze() => _process?.Pause();

    public void Thaw() => _process?.Resume();

    public string LogTail(int lines) => _process?.LogTail(lines) ?? "";

    public async ValueTask DisposeAsync() => await Kill();

    private async Task End(string signal)
    {
        if (_process is not { } process) return;
        _process = null;
        await process.StopAsync(signal);
    }
}
