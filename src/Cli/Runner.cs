using System.CommandLine;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Printing;
using Akka.Events.Hosting;
using Akka.Events.Persistence;
using Akka.Events.Publishing;
using Akka.Events.Topics;
using Confluent.Kafka;
using Npgsql;

namespace Akka.Events.Cli;

/// <summary>Runs commands: gives each its connections and its printer, and says what goes wrong in words and an exit code.</summary>
internal sealed class Runner(TextWriter output, TextWriter error)
{
    public ConnectionOptions Options { get; } = new();

    /// <summary>Gives a command what it does. It ends with the exit code that is returned.</summary>
    public Command Run(Command command, Func<ParseResult, Session, CancellationToken, Task<int>> action)
    {
        command.SetAction((parsed, ct) => Run(parsed, action, ct));
        return command;
    }

    private async Task<int> Run(ParseResult parsed, Func<ParseResult, Session, CancellationToken, Task<int>> action, CancellationToken ct)
    {
        try
        {
            var settings = Options.Read(parsed);
            await using var session = new Session(settings, new Printer(output, error, settings.Json));
            return await action(parsed, session, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            error.WriteLine("Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (ToolException e)
        {
            error.WriteLine(e.Message);
            return e.ExitCode;
        }
        catch (EventsConfigurationException e)
        {
            error.WriteLine(e.Message);
            return ExitCode.Misused;
        }
        catch (Exception e) when (Trouble(e) is { } trouble)
        {
            error.WriteLine(trouble);
            return ExitCode.Unreachable;
        }
    }

    /// <summary>What a server has said, or that it hasn't; null for what is a mistake of the tool.</summary>
    internal static string? Trouble(Exception e) => e switch
    {
        PostgresException postgres => $"PostgreSQL: {postgres.MessageText} ({postgres.SqlState})",
        NpgsqlException { InnerException: { } inner } => $"PostgreSQL: {inner.Message}",
        NpgsqlException npgsql => $"PostgreSQL: {npgsql.Message}",
        TopicException topic => topic.Message,
        PublishException publish => publish.Message,
        KafkaException kafka => $"Kafka: {kafka.Error.Reason}",
        SchemaMissingException schema => schema.Message,
        TimeoutException timeout => timeout.Message,
        _ => null,
    };
}
