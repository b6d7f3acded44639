using System.CommandLine;
using Akka.Events.Cli.Auditing;
using Akka.Events.Cli.Brokers;
using Akka.Events.Cli.Connecting;
using Akka.Events.Cli.Database;
using Akka.Events.Cli.Entities;
using Akka.Events.Cli.Letters;
using Akka.Events.Cli.Live;
using Akka.Events.Cli.Records;

namespace Akka.Events.Cli;

/// <summary>The command line: its nouns and verbs.</summary>
internal static class ToolCommand
{
    // What an interrupted command may take to give back what it has begun.
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(20);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var parsed = Root(new Runner(output, error)).Parse(args);
        var invocation = new InvocationConfiguration
        {
            Output = output, Error = error, ProcessTerminationTimeout = StopWithin, EnableDefaultExceptionHandler = false,
        };
        if (parsed.Errors.Count == 0 || Help.IsAsked(parsed)) return await parsed.InvokeAsync(invocation);
        foreach (var problem in parsed.Errors) error.WriteLine(problem.Message);
        error.WriteLine($"See: {Help.PathOf(parsed.CommandResult.Command)} --help");
        return ExitCode.Misused;
    }

    internal static RootCommand Root(Runner runner)
    {
        var root = new RootCommand(
            "Topics, records, consumer groups, entities, outbox, dead letters and books of Akka.Events, on Kafka and PostgreSQL directly, and what running services do. "
            + "Reading commands change nothing, and take no part in any group.");
        runner.Options.AddTo(root);
        root.Add(TopicCommands.Create(runner));
        root.Add(new PublishCommand(runner).Create());
        root.Add(new ConsumeCommand(runner).Create());
        root.Add(GroupCommands.Create(runner));
        root.Add(SchemaCommands.Create(runner));
        root.Add(CheckCommand.Create(runner));
        root.Add(EntityCommands.Create(runner));
        root.Add(OutboxCommands.Create(runner));
        root.Add(LetterCommands.Create(runner));
        root.Add(new AuditCommand(runner).Create());
        root.Add(StatusCommands.Status(runner));
        root.Add(StatusCommands.Problems(runner));
        root.Add(LogCommands.Create(runner));
        root.Add(ActorCommands.Create(runner));
        root.Add(ClusterCommands.Cluster(runner));
        root.Add(ClusterCommands.Sharding(runner));
        root.Add(CompletionCommand.Create());
        Help.Install(root);
        return root;
    }
}
