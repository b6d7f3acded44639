using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Akka.Events.Tests.Docs;

/// <summary>Holds that the code of a page stands in a file that compiles.</summary>
internal static partial class CodeOfPage
{
    public static void AssertStandsHere(string page, [CallerFilePath] string here = "") => AssertStandsHere(page, "", "", here);

    /// <summary>The same of a part of the page.</summary>
    public static void AssertStandsHere(string page, string from, string to, [CallerFilePath] string here = "")
    {
        var lines = Lines(File.ReadAllText(here));
        var text = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs", page));
        if (from.Length > 0) text = text[text.IndexOf($"\n{from}\n", StringComparison.Ordinal)..text.IndexOf($"\n{to}\n", StringComparison.Ordinal)];
        var code = Block().Matches(text).SelectMany(block => Lines(block.Groups["code"].Value)).ToList();
        Assert.NotEmpty(code);
        Assert.Empty(code.Except(lines));
    }

    private static HashSet<string> Lines(string text) =>
        [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
