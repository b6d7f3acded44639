using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace TestKit.Tests;

/// <summary>The code in docs/testing.md and docs/streams.md is that of the tests here and of the order service's, and so compiles.</summary>
public sealed partial class DocsTests
{
    [Theory]
    [InlineData("testing.md")]
    [InlineData("streams.md")]
    public void The_code_of_the_page_is_the_code_that_compiles(string page)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "../.."));
        var lines = new[] { "tests/Orders.Tests", "tests/TestKit.Tests" }.SelectMany(folder => Directory.GetFiles(Path.Combine(root, folder), "*.cs"))
            .SelectMany(file => Lines(File.ReadAllText(file))).ToHashSet();
        var code = Block().Matches(File.ReadAllText(Path.Combine(root, "docs", page)))
            .SelectMany(block => Lines(block.Groups["code"].Value)).ToList();
        Assert.NotEmpty(code);
        Assert.Empty(code.Except(lines));
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0);

    private static string Here([CallerFilePath] string path = "") => path;

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
