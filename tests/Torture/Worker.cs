using Confluent.Kafka;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Torture;

/// <summary>One process of the group, until it is told to stop, or is killed.</summary>
internal static class Worker
{
    public const string Command = "worker";

    public static string[] Arguments(LedgerOptions options) =>
        [Command, options.Kafka, options.Store, options.Topic, options.Group, $"{options.Protocol}", $"{options.SessionTimeout.TotalMilliseconds:0}", $"{options.CheckpointEvery}", options.SecondTopic ?? ""];

    public static async Task<int> Run(string[] arguments)
    {
        var options = new LedgerOptions(arguments[1], arguments[2], arguments[3], arguments[4])
        {
            Protocol = Enum.Parse<GroupProtocol>(arguments[5]),
            SessionTimeout = TimeSpan.FromMilliseconds(int.Parse(arguments[6])),
            CheckpointEvery = int.Parse(arguments[7]),
            SecondTopic = arguments[8].Length > 0 ? arguments[8] : null,
        };
        using var host = LedgerHost.Build(options, logging => logging.AddFilter("Npgsql", LogLevel.Warning).AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
        }));
        await host.RunAsync();
        return 0;
    }
}
