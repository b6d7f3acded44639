using System.Runtime.CompilerServices;

namespace Akka.Events.Cli.Records;

/// <summary>Lines of a file or of standard input.</summary>
internal static class InputLines
{
    /// <summary>Cancelled, it ends although a terminal that nobody types into never gives another line: such a read can't be called off, so it is left.</summary>
    public static async IAsyncEnumerable<string> Of(TextReader input, [EnumeratorCancellation] CancellationToken ct)
    {
        while (await input.ReadLineAsync(ct).AsTask().WaitAsync(ct) is { } line) yield return line;
    }
}
