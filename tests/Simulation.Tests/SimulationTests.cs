using System.Diagnostics;
using Xunit;

namespace Akka.Events.Simulation.Tests;

/// <summary>A thousand runs of a group whose processes, broker and stores fail at every step; `./events simulate` for more.</summary>
public sealed class SimulationTests
{
    private const int Runs = 500; // a process

    [Fact]
    public async Task Each_event_counts_once_and_in_order_and_every_answer_stays_true_whatever_fails()
    {
        var results = await Task.WhenAll(Simulate("--seed", "1", "--runs", $"{Runs}"), Simulate("--seed", $"{Runs + 1}", "--runs", $"{Runs}"));
        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.Output));
        Assert.All(results, result => Assert.Contains($"{Runs} runs, 0 failed", result.Output, StringComparison.Ordinal));
    }

    // Each is put back at a seam, around the code that mends it, and found within so many runs.
    [Theory]
    [InlineData("OlderWriters", "100", "--ping-pong")]
    [InlineData("SharedFinished", "60")]
    [InlineData("ForgottenRuns", "5")]
    [InlineData("LastEventAgain", "5")]
    [InlineData("LostMarks", "20")]
    public async Task A_fault_that_is_put_back_is_found(string fault, string runs, params string[] options)
    {
        var result = await Simulate(["--seed", "1", "--runs", runs, "--put-back", fault, .. options]);
        Assert.True(result.ExitCode == 1, result.Output);
    }

    [Fact]
    public async Task Nothing_is_found_where_partitions_change_hands_and_no_fault_is_put_back() =>
        Assert.Equal(0, (await Simulate("--seed", "1", "--runs", "100", "--ping-pong")).ExitCode);

    private static async Task<(int ExitCode, string Output)> Simulate(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(SimulationOptions).Assembly.Location);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
