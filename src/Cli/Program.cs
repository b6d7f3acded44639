namespace Akka.Events.Cli;

internal static class Program
{
    private static Task<int> Main(string[] args) => ToolCommand.RunAsync(args, Console.Out, Console.Error);
}
