using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Akka.Events.Cli;

/// <summary>Help that ends with examples.</summary>
internal static class Help
{
    private static readonly ConditionalWeakTable<Command, string[]> Examples = [];

    /// <summary>Command lines without the program's name.</summary>
    public static T With<T>(this T command, params string[] examples) where T : Command
    {
        Examples.AddOrUpdate(command, examples);
        return command;
    }

    public static void Install(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
            if (option.Action is HelpAction action)
                option.Action = new WithExamples(action);
    }

    public static IReadOnlyList<string> ExamplesOf(Command command) => Examples.TryGetValue(command, out var lines) ? lines : [];

    /// <summary>akka-events topics create.</summary>
    public static string PathOf(Command command)
    {
        var names = new List<string>();
        for (Symbol? at = command; at is Command and not RootCommand; at = at.Parents.FirstOrDefault()) names.Insert(0, at.Name);
        return string.Join(' ', names.Prepend("akka-events"));
    }

    /// <summary>Whoever asks how a command goes needn't give what it takes.</summary>
    public static bool IsAsked(ParseResult parsed) => parsed.Action is WithExamples;

    private sealed class WithExamples(HelpAction usual) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = usual.Invoke(parseResult);
            var output = parseResult.InvocationConfiguration.Output;
            var examples = ExamplesOf(parseResult.CommandResult.Command);
            if (examples.Count == 0) return result;
            output.WriteLine("Examples:");
            foreach (var example in examples) output.WriteLine($"  akka-events {example}");
            output.WriteLine();
            return result;
        }
    }
}
