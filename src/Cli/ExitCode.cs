namespace Akka.Events.Cli;

/// <summary>What the tool ends with; docs/cli.md has the list.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>It has looked, and something is wrong: a check fails, books don't agree.</summary>
    public const int Wrong = 1;

    /// <summary>The command line or the configuration can't be understood. Nothing was done.</summary>
    public const int Misused = 2;

    /// <summary>Kafka or PostgreSQL can't be reached, or says no.</summary>
    public const int Unreachable = 3;

    /// <summary>What was named doesn't exist.</summary>
    public const int NotFound = 4;

    /// <summary>It isn't safe, or wasn't confirmed. Nothing was done.</summary>
    public const int Refused = 5;

    /// <summary>Ctrl-C or SIGTERM.</summary>
    public const int Interrupted = 130;
}
