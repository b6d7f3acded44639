using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;

namespace Flights.Working;

/// <summary>The worker's process: a member of the group for as long as its standard input is open.</summary>
internal static class WorkerProgram
{
    public const string Command = "worker";

    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(50), StopWithin = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync()
    {
        // Ctrl-C reaches every process of a terminal's group: what becomes of the workers is the supervisor's to say.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var input = new StreamReader(Console.OpenStandardInput());
        if (await input.ReadLineAsync() is not { } settings) return 2;

        using var host = EventSystem.Worker(WorkerSettings.Parse(settings));
        using var gone = new CancellationTokenSource();
        var questions = Channel.CreateUnbounded<AskAirports>();
        var listening = ListenAsync(input, questions.Writer, gone);
        await host.StartAsync(gone.Token);
        var worker = new FlightsWorker(host.Services);
        try
        {
            await Task.WhenAll(ReportAsync(worker, gone.Token), AnswerAsync(worker, questions.Reader, gone.Token));
        }
        catch (OperationCanceledException)
        {
            // The supervisor has closed the input, or is gone.
        }
        await listening;
        // Where Kafka and PostgreSQL have gone with the supervisor, stopping in order can take long, and there is nothing to wait for.
        var stopped = host.StopAsync();
        if (await Task.WhenAny(stopped, Task.Delay(StopWithin)) != stopped) Process.GetCurrentProcess().Kill();
        return 0;
    }

    private static async Task ListenAsync(StreamReader input, ChannelWriter<AskAirports> questions, CancellationTokenSource gone)
    {
        while (await input.ReadLineAsync() is { } line) questions.TryWrite(AskAirports.Parse(line));
        await gone.CancelAsync();
    }

    private static async Task ReportAsync(FlightsWorker worker, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(ReportEvery);
        while (await timer.WaitForNextTickAsync(ct)) Console.Out.WriteLine(worker.Progress.ToLine());
    }

    private static async Task AnswerAsync(FlightsWorker worker, ChannelReader<AskAirports> questions, CancellationToken ct)
    {
        await foreach (var question in questions.ReadAllAsync(ct)) Console.Out.WriteLine((await worker.AskAsync(question, ct)).ToLine());
    }
}
