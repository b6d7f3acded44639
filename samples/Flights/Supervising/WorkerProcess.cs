using System.Diagnostics;
using Flights.Working;

namespace Flights.Supervising;

/// <summary>
/// A worker: this program again, in a process of its own that can be killed. They talk in lines of JSON over its standard input and output.
/// </summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly Task _reading;
    private volatile Progress? _progress;
    private volatile TaskCompletionSource<Answers>? _asked;

    private WorkerProcess(Process process, int number, Action<string> say)
    {
        _process = process;
        Number = number;
        _reading = Task.WhenAll(ReadMessages(), ReadLog(say));
    }

    /// <summary>Counted from 1; a worker that takes the place of another has its number.</summary>
    public int Number { get; }

    public int Id => _process.Id;

    /// <summary>What it said last; null before its first word.</summary>
    public Progress? Progress => _progress;

    /// <summary>Completes when the process has ended and all that it said is read.</summary>
    public Task Ended => _reading;

    public int ExitCode => _process.ExitCode;

    public static async Task<WorkerProcess> StartAsync(int number, WorkerSettings settings, Action<string> say)
    {
        var program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(WorkerProcess).Assembly.Location] : [];
        var process = Process.Start(new ProcessStartInfo(program, [.. self, WorkerProgram.Command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var worker = new WorkerProcess(process, number, say);
        await worker.WriteAsync(settings.ToLine());
        return worker;
    }

    /// <summary>Asks airports for their delays. It passes on what it hasn't itself; those that didn't answer in time are left out.</summary>
    /// <exception cref="WorkerEndedException">The process ends before it has answered.</exception>
    public async Task<Answers> AskAsync(IReadOnlyCollection<string> airports, CancellationToken ct)
    {
        var asked = new TaskCompletionSource<Answers>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked = asked;
        await WriteAsync(new AskAirports(airports).ToLine());
        await Task.WhenAny(asked.Task, Ended).WaitAsync(ct);
        return asked.Task.IsCompleted ? await asked.Task : throw new WorkerEndedException($"worker {Number} ended while it was asked");
    }

    /// <summary>SIGKILL: the process does nothing any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await Ended;
    }

    /// <summary>Ends the process in order by closing its input, or hard if that takes too long.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await Ended.WaitAsync(StopWithin);
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
        _process.Dispose();
    }

    private async Task WriteAsync(string line)
    {
        try
        {
            await _process.StandardInput.WriteLineAsync(line);
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has ended, which shows by Ended.
        }
    }

    private async Task ReadMessages()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            switch (WorkerMessage.Parse(line))
            {
                case Progress progress:
                    _progress = progress;
                    break;
                case Answers answers:
                    _asked?.TrySetResult(answers);
                    break;
            }
        }
        await _process.WaitForExitAsync();
    }

    private async Task ReadLog(Action<string> say)
    {
        while (await _process.StandardError.ReadLineAsync() is { } line) say($"worker {Number}: {line}");
    }
}
