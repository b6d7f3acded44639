using System.Diagnostics;

namespace Akka.Events.LocalServers;

/// <summary>
/// A server process that ends with this one, however this one ends: a shell between the two waits for the end of its input. Its output goes
/// to "server.log" in its folder, which is removed with it when nobody is left to do so.
/// </summary>
public sealed class KeptProcess
{
    private const int SigCont = 18, SigStop = 19;

    // The shell ends the server when it reads a signal's name, or the end because its owner is gone; then it also tidies up.
    // Ctrl-C in a terminal reaches every process of the group: the shell ignores it, and the server gets a session of its own where setsid
    // exists.
    // SIGTERM often goes to the whole process group (timeout, CI): what it means for the server is the owner's to say.
    // A signal goes to all of the server's session that is its own process group: a script and what it has started, too.
    private const string Keep = "trap '' INT QUIT HUP; trap t=1 TERM; last=$1; shift; \"$@\" >> server.log 2>&1 < /dev/null & echo $!; "
        + "while t=; ! read signal && [ -n \"$t\" ]; do :; done; end() { kill -$1 -$! 2>/dev/null || kill -$1 $! 2>/dev/null; }; end ${signal:-$last}; end CONT; wait; "
        + "[ -n \"$signal\" ] || { rm -rf \"$PWD\"; rmdir \"${PWD%/*}\" 2>/dev/null; }";

    /// <summary>A server that starts or answers on a machine with too much to do takes its time; only what fails waits for all of it.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private const string SetSid = "/usr/bin/setsid";

    private readonly Process _shell;

    private KeptProcess(Process shell, int id, string folder)
    {
        _shell = shell;
        Id = id;
        Folder = folder;
    }

    /// <summary>The server's process id.</summary>
    public int Id { get; }

    public string Folder { get; }

    public bool HasExited => _shell.HasExited || !Processes.IsRunning(Id);

    /// <param name="command">The program with its arguments.</param>
    /// <param name="folder">Where it runs and writes its log.</param>
    /// <param name="lastSignal">How it is ended when this process is gone: KILL, QUIT, …</param>
    /// <param name="first">What has to succeed before the program begins; it is ended like the program.</param>
    public static async Task<KeptProcess> StartAsync(string[] command, string folder, string lastSignal, string[]? first = null)
    {
        if (first is not null) command = ["/bin/sh", "-c", $"{Quoted(first)} && exec {Quoted(command)}"];
        string[] session = File.Exists(SetSid) ? [SetSid, .. command] : command;
        var shell = Processes.Start("/bin/sh", ["-c", Keep, "keeper", lastSignal, .. session], folder);
        return new KeptProcess(shell, int.Parse((await shell.StandardOutput.ReadLineAsync())!), folder);
    }

    /// <summary>Ends when a server takes connections.</summary>
    /// <param name="product">The server, for people.</param>
    /// <param name="connect">Connects to it.</param>
    /// <param name="isNotYet">Whether a failure to connect may come of a server that still starts.</param>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    /// <exception cref="TimeoutException">It takes none within five minutes.</exception>
    internal async Task AwaitReadyAsync(string product, Func<Task> connect, Func<Exception, bool> isNotYet)
    {
        var started = Stopwatch.GetTimestamp();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            try
            {
                await connect();
                return;
            }
            catch (Exception e) when (isNotYet(e))
            {
                if (HasExited) throw new InvalidOperationException($"{product} ended while starting:\n{LogTail()}", e);
                if (Stopwatch.GetElapsedTime(started) > Patience)
                    throw new TimeoutException($"{product} isn't ready after {Patience.TotalSeconds:0} s:\n{LogTail()}", e);
                await pause.WaitForNextTickAsync();
            }
        }
    }

    /// <summary>Sends the signal (TERM, INT, QUIT, KILL) and waits until the process has ended; a frozen one is let go on first.</summary>
    public async Task StopAsync(string signal)
    {
        Resume();
        await _shell.StandardInput.WriteLineAsync(signal);
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }

    /// <summary>Freezes the process and its children (SIGSTOP): connections stay open and nothing answers.</summary>
    public void Pause() => Signal(SigStop);

    /// <summary>Lets a frozen process go on.</summary>
    public void Resume() => Signal(SigCont);

    /// <summary>The end of what the server said.</summary>
    public string LogTail(int lines = 20)
    {
        var log = Path.Combine(Folder, "server.log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(lines)) : "";
    }

    private static string Quoted(string[] command) => string.Join(' ', command.Select(word => $"'{word.Replace("'", "'\\''")}'"));

    private void Signal(int signal)
    {
        foreach (var process in Processes.FamilyOf(Id)) Processes.Signal(process, signal);
    }
}
