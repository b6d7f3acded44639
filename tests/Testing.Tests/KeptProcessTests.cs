using System.Globalization;
using Akka.Events.LocalServers;
using Xunit;

namespace Akka.Events.Testing.Tests;

public sealed class KeptProcessTests
{
    private const int SigTerm = 15;

    [SkippableFact]
    public async Task A_signal_to_the_whole_process_group_leaves_no_server_behind()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "It looks into /proc.");
        var folder = Directory.CreateTempSubdirectory("akka-events-kept-").FullName;
        var server = await KeptProcess.StartAsync(["sleep", "600"], folder, lastSignal: "KILL");
        var stat = await File.ReadAllTextAsync($"/proc/{server.Id}/stat");
        var keeper = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);

        Processes.Signal(keeper, SigTerm);
        await server.StopAsync("KILL");

        Assert.False(Processes.IsRunning(server.Id));
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task What_runs_before_the_server_ends_with_it()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "It looks into /proc.");
        var folder = Directory.CreateTempSubdirectory("akka-events-kept-").FullName;
        var server = await KeptProcess.StartAsync(["sleep", "600"], folder, lastSignal: "KILL", first: ["sleep", "600"]);
        int[] family = [];
        while (family.Length < 2) family = [.. Processes.FamilyOf(server.Id)]; // the shell, and what it waits for

        await server.StopAsync("KILL");

        Assert.True(SpinWait.SpinUntil(() => !family.Any(Processes.IsRunning), TimeSpan.FromSeconds(30)));
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task A_server_whose_preparation_fails_has_ended_and_says_why()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "It looks into /proc.");
        var folder = Directory.CreateTempSubdirectory("akka-events-kept-").FullName;
        string[] failing = ["/bin/sh", "-c", "echo 'it''s not to be'; exit 3"];
        var server = await KeptProcess.StartAsync(["sleep", "600"], folder, lastSignal: "KILL", failing);
        while (!server.HasExited) await Task.Yield();

        Assert.Equal("its not to be", server.LogTail());
        await server.StopAsync("KILL");
        Directory.Delete(folder, recursive: true);
    }
}
