using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Orders.Tests;

/// <summary>The code in docs/get-started.md is that of the sample and its tests, and so compiles.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public void The_code_of_the_page_is_the_code_that_compiles()
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../.."));
        var lines = new[] { "samples/Orders", "tests/Orders.Tests" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Lines(File.ReadAllText(file))).ToHashSet();
        var code = Block().Matches(File.ReadAllText(Path.Combine(root, "docs/get-started.md")))
            .SelectMany(block => Lines(block.Groups["code"].Value)).ToList();
        Assert.NotEmpty(code);
        Assert.Empty(code.Except(lines));
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
