using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>docs/delivery-guarantees.md promises what tests hold: each row of its tables of crashes names one, which exists.</summary>
public sealed partial class GuaranteesDocsTests
{
    [Fact]
    public void Each_row_names_a_test_that_exists() => AssertRows();

    private static void AssertRows([CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../.."));
        var code = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file)!, File.ReadAllText);
        var tables = File.ReadAllText(Path.Combine(root, "docs/delivery-guarantees.md")).Split("\n## ").Skip(1).ToList();
        var rows = tables.SelectMany(table => table.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)).ToList();
        Assert.True(rows.Count > 20, $"{rows.Count} rows are read");
        foreach (var row in rows)
        {
            var tests = Test().Matches(row.Split(" | ")[^1]);
            Assert.True(tests.Count > 0, $"no test holds: {row}");
            foreach (Match test in tests)
                Assert.True(
                    code[test.Groups["class"].Value].Any(text => text.Contains($" {test.Groups["name"].Value}(", StringComparison.Ordinal)),
                    $"there is no test {test.Value}");
        }
    }

    [GeneratedRegex(@"`(?<class>\w+)\.(?<name>\w+)`")]
    private static partial Regex Test();
}
