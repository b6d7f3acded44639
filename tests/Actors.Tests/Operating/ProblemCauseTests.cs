using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Akka.Events.Tests.Operating;

/// <summary>docs/operations.md lists the causes of problems as they are in the code.</summary>
public sealed partial class ProblemCauseTests
{
    [Fact]
    public void The_table_of_causes_has_each_cause_and_its_reach()
    {
        var inCode = Enum.GetValues<ProblemCause>().Select(cause => $"{cause.Code()}: {(cause.IsPartial() ? "part" : "group")}");
        var inDocs = Row().Matches(File.ReadAllText(Operations())).Select(row => $"{row.Groups["code"].Value}: {row.Groups["reach"].Value}");
        Assert.Equal(inCode, inDocs);
    }

    [GeneratedRegex(@"^\| `(?<code>[a-z-]+)` \| (?<reach>group|part) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string Operations([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/operations.md"));
}
