using System.Text.Json;
using Akka.Events.Torture.Working;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Torture;

/// <summary>One process of the group, until it is told to stop, or is killed.</summary>
internal static class Worker
{
    public const string Command = "worker";

    public static string[] Arguments(LedgerOptions options) => [Command, JsonSerializer.Serialize(options)];

    public static async Task<int> Run(string[] arguments)
    {
        var options = JsonSerializer.Deserialize<LedgerOptions>(arguments[1])!;
        using var host = LedgerHost.Build(options, logging => logging.AddFilter("Npgsql", LogLevel.Warning).AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        }));
        using var queries = options.Worker is { } worker ? new QueryServer(host, worker.QueryPort) : null;
        await host.RunAsync();
        return 0;
    }
}
