namespace Akka.Events.Cli;

/// <summary>Ends a command with a message for its user.</summary>
internal sealed class ToolException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    public static ToolException Misused(string message) => new(Cli.ExitCode.Misused, message);

    public static ToolException NotFound(string message) => new(Cli.ExitCode.NotFound, message);

    public static ToolException Refused(string message) => new(Cli.ExitCode.Refused, message);

    public static ToolException Unreachable(string message) => new(Cli.ExitCode.Unreachable, message);
}
