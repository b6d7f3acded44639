using System.Text;

namespace Flights.Input;

/// <summary>Counts broken lines and remembers the first of them.</summary>
internal sealed class BrokenLines
{
    private const int Named = 10;

    private readonly List<BrokenLine> _first = [];

    public long Count { get; private set; }

    public void Add(BrokenLine line)
    {
        Count++;
        if (_first.Count < Named) _first.Add(line);
    }

    /// <summary>How many there are, and the first ones by number and reason.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Count:N0} broken {(Count == 1 ? "line" : "lines")}:");
        foreach (var line in _first) text.Append($"\n  {line}");
        if (Count > _first.Count) text.Append($"\n  and {Count - _first.Count:N0} more");
        return text.ToString();
    }
}
