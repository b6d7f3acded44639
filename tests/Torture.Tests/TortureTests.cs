using System.Diagnostics;
using Akka.Events.LocalServers;
using Xunit;

namespace Akka.Events.Torture.Tests;

/// <summary>Everything that can go wrong, at random, for a while; `./events torture` for more.</summary>
public sealed class TortureTests
{
    [SkippableFact]
    public async Task A_group_that_is_tortured_loses_nothing_repeats_nothing_and_answers_nothing_untrue()
    {
        Skip.IfNot(RealKafka.WhyUnavailable is null, RealKafka.WhyUnavailable);
        Skip.IfNot(PrivatePostgres.WhyUnavailable is null, PrivatePostgres.WhyUnavailable);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [typeof(TortureOptions).Assembly.Location, "--minutes", "3", "--seed", "1", "--rate", "600"];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var verdict = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, verdict + await said);
        Assert.Contains(": whole", verdict, StringComparison.Ordinal);
    }
}
