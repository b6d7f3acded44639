using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Akka.Events.Cli.Printing;
using Akka.Events.Hosting.Dashboard.Internal;
using Akka.Events.Hosting.Dashboard.Internal.Operating;

namespace Akka.Events.Cli.Live;

/// <summary>log tail: a running service's lines as they are written.</summary>
internal static class LogCommands
{
    public static Command Create(Runner runner) => new("log", "A running service's log.") { Tail(runner) };

    private static Command Tail(Runner runner)
    {
        var level = new Option<string>("--level")
        {
            Description = "Only from this level on. What the service's own filter keeps back doesn't come.", HelpName = "level", DefaultValueFactory = _ => "information",
        };
        level.AcceptOnlyFromAmong("trace", "debug", "information", "warning", "error", "critical");
        var count = new Option<int?>("--count", "-n") { Description = "Ends after so many lines." };
        var command = new Command("tail", "Prints the lines of Akka.Events and of Akka.NET as they are written, until Ctrl-C. Asks the service (--service).") { level, count };
        return runner.Run(command, async (parsed, session, ct) =>
        {
            var left = parsed.GetValue(count) ?? int.MaxValue;
            try
            {
                await session.Service.Lines($"log{ServiceConnection.Query(("level", parsed.GetValue(level)))}", text =>
                {
                    Print(session.Out, text);
                    return --left > 0;
                }, ct);
            }
            catch (Exception e) when (ct.IsCancellationRequested && e is IOException or OperationCanceledException)
            {
                // Its end is Ctrl-C.
                return ExitCode.Done;
            }
            catch (IOException)
            {
                throw ToolException.Unreachable($"The service at {session.Service.Address} is gone");
            }
            return ExitCode.Done;
        }).With("log tail", "log tail --level warning --output json");
    }

    private static void Print(Printer print, string text)
    {
        if (print.Json)
        {
            print.Line(JsonNode.Parse(text)!);
            return;
        }
        var line = JsonSerializer.Deserialize<LogLine>(text, DashboardJson.Options)!;
        print.Say($"{Printable.Time(DateTimeOffset.FromUnixTimeMilliseconds(line.At))}  {line.Level.ToLowerInvariant(),-11}  {line.Category}[{line.Id}]  {Printable.Line(line.Text)}");
        if (line.Exception is { } exception)
            foreach (var part in exception.Split('\n')) print.Say($"    {Printable.Line(part.TrimEnd('\r'))}");
    }
}
