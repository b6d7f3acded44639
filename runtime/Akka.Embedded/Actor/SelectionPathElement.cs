using System.Text.RegularExpressions;

namespace Akka.Actor;

public abstract class SelectionPathElement
{
    internal static SelectionPathElement Parse(string text) => text switch
    {
        ".." => new SelectParent(),
        _ when text.Contains('*') || text.Contains('?') => new SelectChildPattern(text),
        _ => new SelectChildName(text),
    };
}

internal sealed class SelectChildName(string name) : SelectionPathElement
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}

internal sealed class SelectChildPattern(string patternStr) : SelectionPathElement
{
    private readonly Regex _pattern = new(
        $"^{Regex.Escape(patternStr).Replace("\\*", ".*").Replace("\\?", ".")}$", RegexOptions.CultureInvariant);

    public string PatternStr { get; } = patternStr;

    public override string ToString() => PatternStr;
    internal bool Matches(string name) => _pattern.IsMatch(name);
}

internal sealed class SelectParent : SelectionPathElement
{
    public override string ToString() => "..";
}
