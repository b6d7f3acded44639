using Akka.Events.Handling;
using Akka.Events.Hosting;
using Akka.Events.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Events.Torture;

/// <summary>A service whose handlers, one of each kind, give up every event that begins with "bad" and save it.</summary>
internal static class LettersHost
{
    public const string Command = "letters";

    public const string Table = "create table handled (event text not null)";

    public static readonly string[] Kinds = ["plain", "entity", "transaction"];

    public static string[] Arguments(string kafka, string postgres, string topic, TimeSpan session) =>
        [Command, kafka, postgres, topic, $"{session.TotalMilliseconds:0}"];

    public static async Task<int> Run(string[] arguments)
    {
        using var host = Build(arguments[1], arguments[2], arguments[3], arguments[4]);
        await host.RunAsync();
        return 0;
    }

    private static IHost Build(string kafka, string postgres, string topic, string session)
    {
        Picky.Events = Topic.Text(topic);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true);
        builder.Services.AddAkkaEvents("letters", events => events
            .UseKafka(kafka, options =>
            {
                options.Client["session.timeout.ms"] = session;
                options.Client["heartbeat.interval.ms"] = "600";
            })
            .UsePostgreSql(postgres)
            .UseOutbox()
            // Nothing is committed before the process ends, which lies so between the letters and the commit.
            .Group($"{topic}-plain", group => group
                .Options(o => o.CommitInterval = TimeSpan.FromHours(1))
                .Handle(Picky.Events, "picky", (text, _) => Task.Run(() => Check(text)), Save))
            .Group($"{topic}-entity", group => group.Entity<Picky>(e => Save(e.Handler)))
            .Group($"{topic}-transaction", group => group
                .HandleInTransaction(Picky.Events, "picky", async (text, transaction, _) =>
                {
                    await using var command = transaction.Connection!.CreateCommand();
                    command.Transaction = transaction;
                    command.CommandText = $"insert into handled (event) values ('{text}')";
                    await command.ExecuteNonQueryAsync();
                    Check(text);
                }, Save)));
        return builder.Build();
    }

    private static void Save(HandlerOptions options)
    {
        options.OnFailure = FailureMode.Save;
        options.DontRetry<FormatException>();
    }

    private static void Check(string text)
    {
        if (text.StartsWith("bad", StringComparison.Ordinal)) throw new FormatException("told to");
    }

    public sealed record Seen(int Count);

    private sealed class Picky : EntityActor<PickyState>
    {
        public static Topic<string> Events { get; set; } = null!;

        public Picky()
        {
            On(Events, text =>
            {
                Persist(new Seen(1));
                Check(text);
            });
            Apply<Seen>((state, seen) => new PickyState { Count = state.Count + seen.Count });
        }
    }

    public sealed class PickyState
    {
        public int Count { get; init; }
    }
}
