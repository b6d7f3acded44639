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
}
