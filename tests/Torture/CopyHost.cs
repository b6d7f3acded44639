using System.Data.Common;
using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Publishing;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Torture;

/// <summary>
/// A service that copies a topic into another: through the outbox, in a transaction that writes each event into a table too; or through
/// entities, which publish what they get.
/// </summary>
internal static class CopyHost
{
    public const string Command = "copy";

    public const string Table = "create table copied (key text not null, value text not null, number bigint generated always as identity)";

    public static string[] Arguments(string kafka, string postgres, string from, string to, TimeSpan session, bool entities = false) =>
        [Command, kafka, postgres, from, to, $"{session.TotalMilliseconds:0}", entities ? "entities" : "outbox"];

    public static async Task<int> Run(string[] arguments)
    {
        using var host = Build(
            arguments[1], arguments[2], arguments[3], arguments[4], TimeSpan.FromMilliseconds(int.Parse(arguments[5])), arguments[6] == "entities",
            logging => logging.AddFilter("Npgsql", LogLevel.Warning).AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss.fff ";
            }));
        await host.RunAsync();
        return 0;
    }

    public static IHost Build(
        string kafka, string postgres, string from, string to, TimeSpan session, bool entities, Action<ILoggingBuilder>? logging = null)
    {
        var copies = Topic.Text(to);
        (Copier.From, Copier.To) = (Topic.Text(from), copies);
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
                .Copy(entities, (context, text, transaction) => Copy(services, copies, context.Key!, text, transaction))));
        return builder.Build();
    }

    private static GroupBuilder Copy(this GroupBuilder group, bool entities, Func<EventContext, string, DbTransaction, Task> copy) => entities
        ? group.Entity<Copier>()
        : group.HandleInTransaction(Copier.From, "copy", (text, transaction, context) => copy(context, text, transaction));

    private static async Task Copy(IServiceProvider services, Topic<string> to, string key, string text, DbTransaction transaction)
    {
        await Insert(transaction, key, text);
        await services.GetRequiredService<IOutbox>().PublishAsync(transaction, to, text, new PublishOptions { Key = key });
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

    public sealed record Copied;

    public sealed class Copies
    {
        public int Count { get; init; }
    }

    private sealed class Copier : EntityActor<Copies>
    {
        public static Topic<string> From { get; set; } = null!;

        public static Topic<string> To { get; set; } = null!;

        public Copier()
        {
            On(From, text =>
            {
                Persist(new Copied());
                Publish(To, text, Key);
            });
            Apply<Copied>((copies, _) => new Copies { Count = copies.Count + 1 });
        }
    }
}
