using System.Data.Common;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Torture;

/// <summary>
/// A service that copies a topic: each event into a table, and from there through the outbox into another topic, in one transaction.
/// </summary>
internal static class CopyHost
{
    public const string Command = "copy";

    public const string Table = "create table copied (key text not null, value text not null, number bigint generated always as identity)";

    public static string[] Arguments(string kafka, string postgres, string from, string to, TimeSpan session) =>
        [Command, kafka, postgres, from, to, $"{session.TotalMilliseconds:0}"];

    public static async Task<int> Run(string[] arguments)
    {
        using var host = Build(
            arguments[1], arguments[2], arguments[3], arguments[4], TimeSpan.FromMilliseconds(int.Parse(arguments[5])),
            logging => logging.AddFilter("Npgsql", LogLevel.Warning).AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            }));
        await host.RunAsync();
        return 0;
    }

    public static IHost Build(string kafka, string postgres, string from, string to, TimeSpan session, Action<ILoggingBuilder>? logging = null)
    {
        var copies = Topic.Text(to);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        logging?.Invoke(builder.Logging);
        builder.Services.AddAkkaEvents("copies", (events, services) => events
            .UseKafka(kafka, options =>
            {
                options.Client["session.timeout.ms"] = $"{session.TotalMilliseconds:0}";
                options.Client["heartbeat.interval.ms"] = "600";
            })
            .UsePostgreSql(postgres)
            .UseOutbox(outbox => outbox.BatchSize = 500)
            .Group($"{from}-copies", group => group
                .Options(o => o.CommitInterval = TimeSpan.FromMilliseconds(200))
                .HandleInTransaction(Topic.Text(from), "copy", async (text, transaction, context) =>
                {
                    await Insert(transaction, context.Key!, text);
                    var outbox = services.GetRequiredService<IOutbox>();
                    await outbox.PublishAsync(transaction, copies, text, new PublishOptions { Key = context.Key });
                })));
        return builder.Build();
    }

    private static async Task Insert(DbTransaction transaction, string key, string value)
    {
        await using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "insert into copied (key, value) values ($1, $2)";
        foreach (var text in new[] { key, value })
        {
            var parameter = command.CreateParameter();
            parameter.Value = text;
            command.Parameters.Add(parameter);
        }
        await command.ExecuteNonQueryAsync();
    }
}
