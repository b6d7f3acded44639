using System.Text.Json;

namespace Akka.Events.Cli.Tests.Support;

/// <summary>Runs the tool in this process.</summary>
internal static class Tool
{
    public static async Task<Ran> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await ToolCommand.RunAsync(args, output, error);
        return new Ran(code, output.ToString(), error.ToString());
    }

    internal sealed record Ran(int ExitCode, string Output, string Error)
    {
        public JsonElement Json => JsonDocument.Parse(Output).RootElement;

        public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
    }
}
